package io.github.cards4j.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.model.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What golden_templates.py wrote, and the templates it is of. */
public final class ExpectedTemplates {

    /** The script's clock stands here. */
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-03T07:05:09Z"), ZoneOffset.UTC);

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNode ROOT = read();

    private ExpectedTemplates() {}

    private static JsonNode read() {
        try {
            return MAPPER.readTree(resource("expected.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String resource(String file) {
        try (InputStream in = stream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the tests, or one of the project's own. */
    private static InputStream stream(String file) {
        InputStream in = ExpectedTemplates.class.getResourceAsStream("models/" + file);
        return Objects.requireNonNull(in != null ? in : ExpectedTemplates.class.getResourceAsStream(file), file);
    }

    static Stream<JsonNode> cases() {
        return StreamSupport.stream(ROOT.get("cases").spliterator(), false);
    }

    public static Stream<JsonNode> tokens() {
        return StreamSupport.stream(ROOT.get("tokens").spliterator(), false);
    }

    static List<String> names() {
        return cases().map(one -> one.get("template").textValue()).distinct().toList();
    }

    public static ModelChatTemplate template(String name) {
        return ModelChatTemplate.of(
                        name,
                        Map.of(ModelChatTemplate.DEFAULT, resource(name + ".jinja")),
                        map(ROOT.get("special").get(name)))
                .at(CLOCK);
    }

    /** The conversation and all else that a request of the script names. */
    public static ChatInput input(JsonNode request) {
        return input(
                request, ROOT.get("conversations").get(request.get("messages").textValue()));
    }

    public static ChatInput input(JsonNode request, JsonNode messages) {
        return new ChatInput(
                maps(messages),
                request.path("tools").asBoolean() ? maps(ROOT.get("tools")) : null,
                request.path("documents").asBoolean() ? maps(ROOT.get("documents")) : null,
                request.path("add_generation_prompt").asBoolean(),
                request.path("continue_final_message").asBoolean(),
                null,
                request.has("variables") ? map(request.get("variables")) : Map.of());
    }

    static Stream<JsonNode> tools() {
        return StreamSupport.stream(ROOT.get("tools").spliterator(), false);
    }

    static JsonNode conversation(String name) {
        return ROOT.get("conversations").get(name);
    }

    static String text(List<Piece> pieces) {
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }

    private static Map<String, Object> map(JsonNode node) {
        return MAPPER.convertValue(
                node, MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }

    private static List<Map<String, Object>> maps(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(ExpectedTemplates::map)
                .toList();
    }
}
