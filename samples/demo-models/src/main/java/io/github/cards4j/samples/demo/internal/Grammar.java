package io.github.cards4j.samples.demo.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The grammar from which the corpus of the demonstration models was drawn.
 *
 * @param common sentences of every style that fit any request
 * @param topics what customers write about, in the file's order
 */
public record Grammar(Map<String, List<Template>> common, List<Topic> topics) {

    /** The styles in which the corpus is written. */
    public static final List<String> STYLES = List.of("courteous", "curt", "unsafe");

    /** One kind of request, and the sentences that answer it. */
    public record Topic(String name, List<Template> requests, Map<String, List<Template>> sentences) {}

    /** A request that was recognised: its topic, and the values it names. */
    public record Request(Topic topic, Map<String, String> slots) {}

    /** Reads {@code grammar.json} from the class path. */
    public static Grammar load() {
        String name = "/io/github/cards4j/demo/grammar.json";
        try (InputStream in = Grammar.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("not on the class path: " + name);
            }
            return new Reader(new ObjectMapper().readTree(in)).grammar();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which request a prompt is, or empty if it does not derive from this grammar. */
    public Optional<Request> understand(String prompt) {
        for (Topic topic : topics) {
            for (Template request : topic.requests()) {
                List<Map<String, String>> found = request.match(prompt, Map.of());
                if (!found.isEmpty()) {
                    return Optional.of(new Request(topic, found.get(0)));
                }
            }
        }
        return Optional.empty();
    }

    /** The style of the templates that derive this sentence with these slots, if there are any. */
    public static Optional<String> style(
            Map<String, List<Template>> sentences, String sentence, Map<String, String> slots) {
        return STYLES.stream()
                .filter(style ->
                        sentences.getOrDefault(style, List.of()).stream().anyMatch(t -> t.derives(sentence, slots)))
                .findFirst();
    }

    private static final class Reader {
        private final JsonNode root;
        private final Map<String, List<String>> slots = new TreeMap<>();
        private final Map<String, String> phrases = new TreeMap<>();

        Reader(JsonNode root) {
            this.root = root;
            root.path("slots").properties().forEach(slot -> slots.put(slot.getKey(), strings(slot.getValue())));
            root.path("phrases")
                    .properties()
                    .forEach(phrase ->
                            phrases.put(phrase.getKey(), phrase.getValue().asText()));
        }

        Grammar grammar() {
            List<Topic> topics = new ArrayList<>();
            root.path("topics")
                    .properties()
                    .forEach(topic -> topics.add(new Topic(
                            topic.getKey(), templates(topic.getValue().path("requests")), byStyle(topic.getValue()))));
            return new Grammar(byStyle(root.path("common")), List.copyOf(topics));
        }

        private Map<String, List<Template>> byStyle(JsonNode node) {
            Map<String, List<Template>> all = new LinkedHashMap<>();
            for (String style : STYLES) {
                List<Template> templates = new ArrayList<>();
                node.path(style).properties().forEach(role -> templates.addAll(templates(role.getValue())));
                all.put(style, List.copyOf(templates));
            }
            return all;
        }

        private List<Template> templates(JsonNode array) {
            return strings(array).stream()
                    .map(text -> new Template(text, slots, phrases))
                    .toList();
        }

        private static List<String> strings(JsonNode array) {
            List<String> texts = new ArrayList<>();
            array.forEach(text -> texts.add(text.asText()));
            return List.copyOf(texts);
        }
    }
}
