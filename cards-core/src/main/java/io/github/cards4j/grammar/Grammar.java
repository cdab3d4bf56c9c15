package io.github.cards4j.grammar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.grammar.internal.Form;
import java.util.List;
import java.util.Objects;

/**
 * What the text of an answer may be. Tokens that cannot continue it are never drawn, and it ends where the grammar may end:
 * an answer that ends by itself is valid by construction. So is one that is kept short for its length limit, with {@link
 * io.github.cards4j.decoding.FinishReason#LENGTH}, unless it is prose with tags: that may be cut. Immutable, with value equality.
 */
public final class Grammar {

    /**
     * Text within an answer that is not prose, such as a tool call.
     *
     * @param open where it begins, not empty; may be, or hold, special tokens of the model, which are no text otherwise:
     *     {@code [TOOL_CALLS]}. Prose cannot contain it: wherever it is complete, the content follows
     * @param content what stands between
     * @param close where it ends; may be empty, and may hold special tokens
     * @param leading whether it opens only where the answer begins, behind nothing but white space; elsewhere {@code open} is
     *     prose
     */
    public record Tag(String open, Grammar content, String close, boolean leading) {
        public Tag {
            Objects.requireNonNull(content, "content");
            Objects.requireNonNull(close, "close");
            if (open.isEmpty()) {
                throw new IllegalArgumentException("a tag needs a text at which it opens, but open is empty");
            }
            refuseTags(content);
        }

        /** A tag that may open anywhere. */
        public Tag(String open, Grammar content, String close) {
            this(open, content, close, false);
        }
    }

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int MOST_TAGS = 64;

    private final Form form;

    private Grammar(Form form) {
        this.form = form;
    }

    /** Any JSON object. */
    public static Grammar jsonObject() {
        return new Grammar(new Form.Json(MAPPER.createObjectNode().put("type", "object")));
    }

    /**
     * JSON that fits a schema. docs/json.md says which keywords there are; properties come in the schema's order.
     *
     * @throws IllegalArgumentException if the schema is not JSON, or uses a keyword that cannot be held to: the message
     *     names it and where it stands
     */
    public static Grammar jsonSchema(String schema) {
        try {
            JsonNode node = MAPPER.readTree(schema);
            Form.Json form = new Form.Json(node);
            form.check();
            return new Grammar(form);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the JSON schema is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** One of these texts. */
    public static Grammar choice(List<String> texts) {
        return anyOf(texts.stream().map(Grammar::literal).toList());
    }

    /** This text. Special tokens of the model in it are those tokens. */
    public static Grammar literal(String text) {
        return new Grammar(new Form.Literal(text));
    }

    /** One after the other. */
    public static Grammar sequence(Grammar... parts) {
        List.of(parts).forEach(Grammar::refuseTags);
        return new Grammar(new Form.Sequence(List.of(parts)));
    }

    /** One of them. Of tagged text, too: then the answer is that, or another choice. */
    public static Grammar anyOf(List<Grammar> choices) {
        if (choices.isEmpty()) {
            throw new IllegalArgumentException("a grammar needs at least one choice");
        }
        return new Grammar(new Form.AnyOf(choices));
    }

    /**
     * Free text in which some tags stand: wherever the text of a tag's {@code open} is complete, its content and its
     * {@code close} follow. After {@code most} tags, or after the last one without prose, the answer ends.
     *
     * <p>Several tags may have the same {@code open}: then any of their contents may follow. What must not be free behind
     * the beginning of a tag (the names of tools, say) belongs into its content, not into {@code open}. In prose no
     * {@code open} contains another's, and a special token stands at its beginning only. An empty {@code close} needs a
     * content that shows where it ends, as JSON objects and arrays do.
     *
     * @param least so many tags at least: the answer does not end before
     * @param most so many at most, at least 1; {@code Integer.MAX_VALUE} for any number
     * @param prose whether there is free text before, between and behind tags; if not, the answer begins with a tag, and
     *     nothing but one newline, if any, stands between two of them
     */
    public static Grammar tagged(List<Tag> tags, int least, int most, boolean prose) {
        if (tags.isEmpty()) {
            throw new IllegalArgumentException("tagged text needs at least one tag");
        }
        if (least < 0 || most < 1 || least > most) {
            throw new IllegalArgumentException(
                    "tagged text needs 0 <= least <= most and most of at least 1, but least is " + least
                            + " and most is " + most);
        }
        if (most > MOST_TAGS && most != Integer.MAX_VALUE || least > MOST_TAGS) {
            throw new IllegalArgumentException(
                    "tagged text has at most " + MOST_TAGS + " tags, or any number of them (most = Integer.MAX_VALUE)");
        }
        if (prose) {
            tags.forEach(tag -> tags.forEach(other -> refuseBoth(tag, other)));
        }
        return new Grammar(new Form.Tagged(tags, least, most, prose));
    }

    private static void refuseBoth(Tag tag, Tag other) {
        boolean same = tag.open().equals(other.open());
        if (same ? tag.leading() != other.leading() : tag.open().contains(other.open())) {
            throw new IllegalArgumentException("tags in prose must not contain one another"
                    + (same ? ", one of them leading" : "") + ", but '" + tag.open() + "' contains '" + other.open()
                    + "'");
        }
    }

    private static void refuseTags(Grammar part) {
        if (part.tagged()) {
            throw new IllegalArgumentException("tagged text is a whole answer: it cannot be a part of another grammar");
        }
    }

    /** Whether it has tags; then only what stands outside them is prose. */
    public boolean tagged() {
        return form instanceof Form.Tagged
                || form instanceof Form.AnyOf any && any.choices().stream().anyMatch(Grammar::tagged);
    }

    /** Whether the answer may be a text that is not prose with tags and must not be cut: JSON, be it beside tool calls. */
    public boolean wholeText() {
        return form instanceof Form.AnyOf any
                ? any.choices().stream().anyMatch(Grammar::wholeText)
                : !(form instanceof Form.Tagged);
    }

    /** Whether the answer is JSON and nothing else. */
    public boolean json() {
        return form instanceof Form.Json;
    }

    /** For the implementation. */
    public Form form() {
        return form;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grammar grammar && grammar.form.equals(form);
    }

    @Override
    public int hashCode() {
        return form.hashCode();
    }

    @Override
    public String toString() {
        return form.toString();
    }
}
