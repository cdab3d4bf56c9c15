package io.github.cards4j.checkpoint.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An object of a JSON file, read with errors that name the file and the field.
 *
 * @param file where it stands
 * @param path of the object in the file, ending in a dot; empty for the outermost
 * @param node the object
 */
public record JsonObject(Path file, String path, JsonNode node) {

    /** Refuses a key that stands twice: which of the two counts would differ between readers. */
    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(64 << 20)
                    .maxNameLength(1 << 20)
                    .build())
            .build();

    private static final ObjectMapper MAPPER =
            new ObjectMapper(FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Reads a file that must be there. */
    public static JsonObject read(Path file) {
        try {
            return parse(file, Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new ModelException(
                    "Missing file " + file + ". A model folder needs config.json, tokenizer.json and"
                            + " model.safetensors (or its shards): copy the model again.",
                    e);
        } catch (IOException e) {
            throw new ModelException("Cannot read " + file + ": " + reason(e) + ".", e);
        }
    }

    /** Parses bytes that must be one JSON object; {@code what} names them in errors. */
    static JsonObject parse(Path file, byte[] json, String what) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node == null || !node.isObject()) {
                throw new ModelException(what + " is not a JSON object. Copy or download the model again.");
            }
            return new JsonObject(file, "", node);
        } catch (IOException e) {
            throw new ModelException(
                    what + " is not valid JSON: " + reason(e) + ". Copy or download the model again.", e);
        }
    }

    static String reason(IOException e) {
        if (e instanceof JsonProcessingException json) {
            String at = json.getLocation() == null
                    ? ""
                    : " (line " + json.getLocation().getLineNr() + ", column "
                            + json.getLocation().getColumnNr() + ")";
            // Jackson says of its source that it will not show it
            return json.getOriginalMessage().replaceFirst(" \\(start marker at \\[Source:.*]\\)$", "") + at;
        }
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /** The object in this field, or null if it is absent or null. */
    public @Nullable JsonObject child(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            throw wrong(field, value, "an object");
        }
        return new JsonObject(file, path + field + ".", value);
    }

    /** Whether the field is there and not null. */
    public boolean has(String field) {
        return value(field) != null;
    }

    /** Whether the field is not there at all: a null is there. */
    boolean absent(String field) {
        return !node.has(field);
    }

    /** The value of the field, or null if it is absent or null. */
    public @Nullable JsonNode value(String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** A whole number of at least 1. */
    public int count(String field) {
        JsonNode value = value(field);
        if (value == null) {
            throw new ModelException("Missing field " + path + field + " in " + file + ".");
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw wrong(field, value, "a whole number of at least 1");
        }
        return value.intValue();
    }

    public int count(String field, int otherwise) {
        return has(field) ? count(field) : otherwise;
    }

    /** A whole number of at least 0. */
    int number(String field, int otherwise) {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw wrong(field, value, "a whole number of at least 0");
        }
        return value.intValue();
    }

    /** A finite number above 0. */
    public double positive(String field) {
        JsonNode value = value(field);
        if (value == null) {
            throw new ModelException("Missing field " + path + field + " in " + file + ".");
        }
        if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
            throw wrong(field, value, "a number above 0");
        }
        return value.doubleValue();
    }

    public double positive(String field, double otherwise) {
        return has(field) ? positive(field) : otherwise;
    }

    public boolean flag(String field, boolean otherwise) {
        JsonNode value = value(field);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrong(field, value, "true or false");
        }
        return value.booleanValue();
    }

    public @Nullable String text(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(field, value, "a text");
        }
        return value.textValue();
    }

    /** An error about this field's value. */
    public ModelException wrong(String field, Object value, String expected) {
        return new ModelException(
                "Field " + path + field + " in " + file + " is " + value + ", but must be " + expected + ".");
    }

    /** An error about a value that is right but that cannot be computed with. */
    public ModelException unsupported(String field, @Nullable Object value, String instead) {
        return new ModelException(
                "Unsupported: field " + path + field + " in " + file + " is " + value + "; " + instead + ".");
    }
}
