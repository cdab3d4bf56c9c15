package io.github.cards4j.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.model.Piece;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Random templates, against what the original jinja2 made of them: see fuzz_templates.py. */
class TemplateFuzzTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void rendersAsTheOriginal() throws IOException {
        String file = System.getProperty("cards.fuzz.file");
        try (InputStream in = file == null
                ? Objects.requireNonNull(TemplateFuzzTest.class.getResourceAsStream("fuzz.jsonl.gz"))
                : Files.newInputStream(Path.of(file))) {
            List<String> differences = new ArrayList<>();
            int cases = run(in, differences);
            assertThat(differences.stream().limit(20)).isEmpty();
            assertThat(cases).isGreaterThanOrEqualTo(2000);
        }
    }

    static int run(InputStream in, List<String> differences) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
        JsonNode contexts = MAPPER.readTree(lines.readLine());
        int count = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode one = MAPPER.readTree(line);
            String template = one.get("t").textValue();
            String difference =
                    difference(template, variables(contexts.get(one.get("c").intValue())), one);
            if (!difference.isEmpty()) {
                differences.add(template + "\n    context " + one.get("c") + "\n" + difference);
            }
            count++;
        }
        return count;
    }

    private static Map<String, Object> variables(JsonNode context) {
        return MAPPER.convertValue(
                context, MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }

    private static String difference(String template, Map<String, Object> variables, JsonNode expected) {
        List<Piece> pieces;
        try {
            pieces = JinjaTemplate.parse("fuzz", template).render(variables);
        } catch (ChatTemplateException e) {
            String raised = e.refusal() ? e.detail() : "";
            String wanted = expected.has("e") ? expected.get("e").textValue() : "an output";
            return raised.equals(wanted) ? "" : "    expected: " + expected + "\n    failed:   " + e.getMessage();
        } catch (RuntimeException | Error e) {
            return "    crashed: " + e + " at " + e.getStackTrace()[0];
        }
        String output = pieces.stream().map(Piece::text).collect(Collectors.joining());
        if (!expected.has("o") || !output.equals(expected.get("o").textValue())) {
            return "    expected: " + (expected.has("o") ? expected.get("o") : "failure " + expected.get("e"))
                    + "\n    rendered: " + MAPPER.valueToTree(output);
        }
        boolean lost = pieces.stream()
                .anyMatch(piece -> piece.template() && piece.text().chars().anyMatch(c -> c >= 0x370 && c < 0x400));
        return lost ? "    text from outside counts as the template's: " + pieces : "";
    }
}
