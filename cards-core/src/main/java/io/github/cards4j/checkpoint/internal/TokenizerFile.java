package io.github.cards4j.checkpoint.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.model.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code tokenizer.json}, and the same without special tokens: there each has a name, new in every process, that nobody
 * can type. Renamed, not removed, because ids are given by place. So text can never become a special token, neither as
 * an added token nor as an entry of the vocabulary that happens to have its name.
 *
 * <p>The vocabulary is copied as a stream: as objects it would take some hundred megabytes for a large model.
 */
public final class TokenizerFile {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFactory FACTORY =
            new JsonFactory().setStreamReadConstraints(JsonObject.FACTORY.streamReadConstraints());

    private final Path file;
    private final Map<String, SpecialToken> specials = new LinkedHashMap<>();
    private final Set<String> others = new LinkedHashSet<>();
    private final Map<String, String> hidden = new LinkedHashMap<>();
    private final byte[] json;
    private int largestId = -1;
    private int largestWord = -1;
    private boolean spaceFirst;

    /** Reads the file of a folder; of its vocabulary nothing yet. */
    public TokenizerFile(Path folder) {
        file = folder.resolve("tokenizer.json");
        try {
            json = Files.readAllBytes(file);
            readAddedTokens();
        } catch (NoSuchFileException e) {
            throw new ModelException(
                    "Missing file " + file + ". Copy or download the model again; a tokenizer.model alone can be"
                            + " converted with AutoTokenizer.from_pretrained(folder).save_pretrained(folder).",
                    e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    Path file() {
        return file;
    }

    /** Whether this text is one token, special or not, that was added to the vocabulary. */
    public boolean hasAdded(String text) {
        return specials.containsKey(text) || others.contains(text);
    }

    List<SpecialToken> specials() {
        return List.copyOf(specials.values());
    }

    /** Texts of the added tokens that are not special. */
    Set<String> others() {
        return Collections.unmodifiableSet(others);
    }

    /** Largest token id + 1. Known once {@link #withoutSpecials} has read the vocabulary. */
    int size() {
        return largestId + 1;
    }

    /** Likewise without added tokens, which text need not ever become: some models have no embedding for the last of them. */
    int words() {
        return largestWord + 1;
    }

    /** Whether text at the very start gets a space put before it, and other text not; known likewise. */
    boolean spaceFirst() {
        return spaceFirst;
    }

    /**
     * The file with special tokens that nobody can type.
     *
     * @param atStart whether text at the very start is to be read with it; if not, it puts no space before it
     */
    byte[] withoutSpecials(boolean atStart) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 1024);
        boolean model = false;
        try (JsonParser in = FACTORY.createParser(json);
                JsonGenerator to = FACTORY.createGenerator(out)) {
            in.setCodec(MAPPER);
            to.setCodec(MAPPER);
            expect(in.nextToken(), JsonToken.START_OBJECT, "the file");
            to.writeStartObject();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                to.writeFieldName(field);
                in.nextToken();
                switch (field) {
                    case "added_tokens" -> to.writeTree(hide(in.readValueAsTree()));
                    case "pre_tokenizer" -> to.writeTree(spacing(in.readValueAsTree(), atStart));
                    case "truncation", "padding", "post_processor" -> {
                        in.skipChildren();
                        to.writeNull();
                    }
                    case "model" -> {
                        copyModel(in, to);
                        model = true;
                    }
                    default -> to.copyCurrentStructure(in);
                }
            }
            to.writeEndObject();
            if (in.nextToken() != null) {
                throw malformed("something follows its end");
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (!model) {
            throw malformed("field model is missing");
        }
        return out.toByteArray();
    }

    private void readAddedTokens() throws IOException {
        try (JsonParser in = FACTORY.createParser(json)) {
            in.setCodec(MAPPER);
            expect(in.nextToken(), JsonToken.START_OBJECT, "the file");
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = in.currentName().equals("added_tokens");
                if (in.nextToken() == JsonToken.START_ARRAY && found) {
                    JsonNode tokens = in.readValueAsTree();
                    tokens.forEach(this::readAddedToken);
                    return;
                }
                in.skipChildren();
            }
        }
    }

    private void readAddedToken(JsonNode token) {
        String text = token.path("content").asText("");
        if (text.isEmpty() || !token.path("id").isIntegralNumber()) {
            throw malformed("an entry of added_tokens has no content or no id: " + token);
        }
        seen(token.path("id"), text);
        if (!token.path("special").asBoolean(false)) {
            others.add(text);
            return;
        }
        SpecialToken special = new SpecialToken(
                token.path("id").intValue(),
                text,
                token.path("single_word").asBoolean(false),
                token.path("lstrip").asBoolean(false),
                token.path("rstrip").asBoolean(false));
        specials.put(text, special);
        hidden.put(text, "<" + UUID.randomUUID() + ">");
    }

    private JsonNode hide(JsonNode tokens) {
        for (JsonNode token : tokens) {
            String name = hidden.get(token.path("content").asText());
            if (name != null && token instanceof ObjectNode object) {
                object.put("content", name).put("normalized", false);
                object.put("single_word", false).put("lstrip", false).put("rstrip", false);
            }
        }
        return tokens;
    }

    private JsonNode spacing(JsonNode preTokenizer, boolean atStart) {
        if (preTokenizer.path("prepend_scheme").asText().equals("first") && preTokenizer instanceof ObjectNode object) {
            spaceFirst = true;
            if (!atStart) {
                object.put("prepend_scheme", "never");
            }
        }
        if (preTokenizer.path("pretokenizers") instanceof ArrayNode sequence) {
            sequence.forEach(each -> spacing(each, atStart));
        }
        return preTokenizer;
    }

    private void copyModel(JsonParser in, JsonGenerator to) throws IOException {
        expect(in.currentToken(), JsonToken.START_OBJECT, "field model");
        to.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            to.writeFieldName(field);
            JsonToken value = in.nextToken();
            if (field.equals("vocab") && value == JsonToken.START_OBJECT) {
                copyNamedVocabulary(in, to);
            } else if (field.equals("vocab") && value == JsonToken.START_ARRAY) {
                copyScoredVocabulary(in, to);
            } else if (field.equals("unk_token") && value == JsonToken.VALUE_STRING) {
                to.writeString(name(in.getText()));
            } else {
                to.copyCurrentStructure(in);
            }
        }
        to.writeEndObject();
    }

    /** An object: token to id. */
    private void copyNamedVocabulary(JsonParser in, JsonGenerator to) throws IOException {
        to.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String token = in.currentName();
            to.writeFieldName(name(token));
            in.nextToken();
            JsonNode id = in.readValueAsTree();
            seen(id, token);
            word(id.intValue(), token);
            to.writeTree(id);
        }
        to.writeEndObject();
    }

    /** A list of token and score; the place is the id. */
    private void copyScoredVocabulary(JsonParser in, JsonGenerator to) throws IOException {
        to.writeStartArray();
        for (int id = 0; in.nextToken() != JsonToken.END_ARRAY; id++) {
            JsonNode entry = in.readValueAsTree();
            word(id, entry.path(0).asText());
            if (entry instanceof ArrayNode pair && pair.path(0).isTextual()) {
                pair.set(0, MAPPER.getNodeFactory().textNode(name(pair.path(0).textValue())));
            }
            largestId = Math.max(largestId, id);
            to.writeTree(entry);
        }
        to.writeEndArray();
    }

    private void word(int id, String token) {
        if (!hasAdded(token)) {
            largestWord = Math.max(largestWord, id);
        }
    }

    private String name(String token) {
        return hidden.getOrDefault(token, token);
    }

    private void seen(JsonNode id, String token) {
        if (!id.canConvertToInt() || id.intValue() < 0) {
            throw malformed("the id of '" + token + "' is " + id);
        }
        largestId = Math.max(largestId, id.intValue());
    }

    private void expect(@Nullable JsonToken found, JsonToken expected, String what) {
        if (found != expected) {
            throw malformed(what + " is not an object");
        }
    }

    private ModelException malformed(String problem) {
        return new ModelException("Malformed " + file + ": " + problem + ". Copy or download the model again.");
    }

    private ModelException unreadable(IOException e) {
        return new ModelException(
                "Cannot read " + file + ": " + JsonObject.reason(e) + ". Copy or download the model again.", e);
    }
}
