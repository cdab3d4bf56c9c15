package io.github.cards4j.checkpoint.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.checkpoint.ChatTemplateFiles;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads chat templates and special tokens. */
public final class ChatTemplateReader {

    private static final String CONFIG = "tokenizer_config.json";
    private static final String DEFAULT = "default";
    private static final String SUFFIX = ".jinja";

    private static final List<String> TOKENS =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    /** What transformers takes where the file says nothing, by the beginning of the tokenizer's class. */
    private static final Map<String, Map<String, String>> USUAL = Map.of(
            "Llama", Map.of("bos_token", "<s>", "eos_token", "</s>", "unk_token", "<unk>"),
            "Gemma", Map.of("bos_token", "<bos>", "eos_token", "<eos>", "unk_token", "<unk>", "pad_token", "<pad>"),
            "Qwen2", Map.of("eos_token", "<|endoftext|>", "unk_token", "<|endoftext|>", "pad_token", "<|endoftext|>"),
            "GPT2", Map.of("bos_token", "<|endoftext|>", "eos_token", "<|endoftext|>", "unk_token", "<|endoftext|>"));

    private ChatTemplateReader() {}

    public static ChatTemplateFiles read(Path folder) {
        JsonObject config = orNull(folder.resolve(CONFIG));
        Map<String, String> templates = files(folder);
        if (templates.isEmpty() && config != null) {
            templates = fromConfig(config);
        }
        return new ChatTemplateFiles(templates, tokens(config, orNull(folder.resolve("special_tokens_map.json"))));
    }

    private static @Nullable JsonObject orNull(Path file) {
        return Files.isRegularFile(file) ? JsonObject.read(file) : null;
    }

    private static Map<String, String> files(Path folder) {
        Map<String, String> templates = new HashMap<>();
        Path usual = folder.resolve("chat_template" + SUFFIX);
        if (Files.isRegularFile(usual)) {
            templates.put(DEFAULT, text(usual));
        }
        Path more = folder.resolve("additional_chat_templates");
        if (Files.isDirectory(more)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(more, "*" + SUFFIX)) {
                for (Path file : found) {
                    String name = String.valueOf(file.getFileName());
                    templates.put(name.substring(0, name.length() - SUFFIX.length()), text(file));
                }
            } catch (IOException e) {
                throw new ModelException("Cannot read " + more + ": " + JsonObject.reason(e) + ".", e);
            }
        }
        return templates;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ModelException("Cannot read " + file + " as UTF-8: " + JsonObject.reason(e) + ".", e);
        }
    }

    private static Map<String, String> fromConfig(JsonObject config) {
        JsonNode templates = config.value("chat_template");
        if (templates == null) {
            return Map.of();
        }
        if (templates.isTextual()) {
            return Map.of(DEFAULT, templates.textValue());
        }
        Map<String, String> named = new HashMap<>();
        for (JsonNode one : templates) {
            if (!one.path("name").isTextual() || !one.path("template").isTextual()) {
                throw malformed(config);
            }
            named.put(one.get("name").textValue(), one.get("template").textValue());
        }
        if (!templates.isArray()) {
            throw malformed(config);
        }
        return named;
    }

    private static ModelException malformed(JsonObject config) {
        return new ModelException("Field chat_template in " + config.file()
                + " must be a text, or a list of objects with the texts name and template. Download the model again.");
    }

    private static Map<String, Object> tokens(@Nullable JsonObject config, @Nullable JsonObject older) {
        Map<String, Object> tokens = new HashMap<>();
        if (config != null) {
            String type = config.has("tokenizer_class") ? String.valueOf(config.text("tokenizer_class")) : "";
            USUAL.forEach((begin, usual) -> {
                if (type.startsWith(begin)) {
                    tokens.putAll(usual);
                }
            });
        }
        for (JsonObject file : new JsonObject[] {older, config}) {
            if (file != null) {
                TOKENS.forEach(name -> put(tokens, name, file.node().get(name)));
                put(tokens, "additional_special_tokens", file.node().get("additional_special_tokens"));
            }
        }
        if (config != null) {
            config.node()
                    .path("extra_special_tokens")
                    .properties()
                    .forEach(extra -> put(tokens, extra.getKey(), extra.getValue()));
        }
        return tokens;
    }

    /** A file that says null says that there is no such token. */
    private static void put(Map<String, Object> tokens, String name, @Nullable JsonNode node) {
        if (node == null) {
            return;
        }
        if (node.isArray()) {
            List<String> several = new ArrayList<>();
            for (JsonNode one : node) {
                String text = content(one);
                if (text != null) {
                    several.add(text);
                }
            }
            tokens.put(name, several);
            return;
        }
        String text = content(node);
        if (text == null) {
            tokens.remove(name);
        } else {
            tokens.put(name, text);
        }
    }

    /** A token is a text, or an object with the text in {@code content}. */
    private static @Nullable String content(JsonNode token) {
        JsonNode text = token.isObject() ? token.path("content") : token;
        return text.isTextual() ? text.textValue() : null;
    }
}
