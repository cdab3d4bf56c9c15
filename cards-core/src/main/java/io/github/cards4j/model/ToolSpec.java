package io.github.cards4j.model;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tool that a model may call.
 *
 * @param name letters, digits and any of {@code _ - . : / $}: templates write it between quotes as it is
 * @param description what it does, for the model; null for none
 * @param parametersJsonSchema JSON Schema of its arguments, of type {@code object}
 */
public record ToolSpec(String name, @Nullable String description, String parametersJsonSchema) {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.:/$-]+");

    /** The schema of a tool that takes no arguments. */
    public static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

    public ToolSpec {
        Objects.requireNonNull(parametersJsonSchema, "parametersJsonSchema");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a tool cannot be named '" + name + "': name it with letters, digits, and any of _ - . : / $");
        }
    }
}
