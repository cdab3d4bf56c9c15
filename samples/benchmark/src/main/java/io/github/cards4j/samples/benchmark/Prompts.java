package io.github.cards4j.samples.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A prompt file: JSON lines with a {@code prompt} each; empty lines do not count. */
final class Prompts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Prompts() {}

    /** @throws UsageException naming file and line, if it cannot be read, is malformed, or holds no prompt */
    static List<String> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UsageException("prompt file " + file + " cannot be read: " + e);
        }
        List<String> prompts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                prompts.add(prompt(file + ", line " + (i + 1), lines.get(i)));
            }
        }
        if (prompts.isEmpty()) {
            throw new UsageException("prompt file " + file + " holds no prompt");
        }
        return List.copyOf(prompts);
    }

    private static String prompt(String where, String line) {
        try {
            JsonNode prompt = JSON.readTree(line).path("prompt");
            if (!prompt.isTextual() || prompt.asText().isBlank()) {
                throw new UsageException(where + ": \"prompt\" must be a text, but is " + prompt);
            }
            return prompt.asText();
        } catch (JsonProcessingException e) {
            throw new UsageException(where + ": not JSON: " + e.getOriginalMessage());
        }
    }
}
