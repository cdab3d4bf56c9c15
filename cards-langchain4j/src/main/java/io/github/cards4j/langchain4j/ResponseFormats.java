package io.github.cards4j.langchain4j;

import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.Json;
import dev.langchain4j.internal.JsonSchemaElementJsonUtils;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import io.github.cards4j.grammar.Grammar;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Response formats as grammars: no other token than one that fits is ever drawn. */
final class ResponseFormats {

    /** AI services then ask for a schema, and need not beg for JSON in the prompt. */
    static final Set<Capability> CAPABILITIES = Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);

    private ResponseFormats() {}

    /**
     * @return null for free text
     * @throws UnsupportedFeatureException if the schema says what a grammar cannot; names it
     * @throws IllegalArgumentException if the schema cannot be read
     */
    static @Nullable Grammar grammar(@Nullable ResponseFormat format) {
        if (format == null || format.type() == ResponseFormatType.TEXT) {
            return null;
        }
        JsonSchema schema = format.jsonSchema();
        if (schema == null) {
            return Grammar.jsonObject();
        }
        // Of LangChain4j's two ways to write a schema the one that keeps additionalProperties.
        String json = Schemas.written(
                "the JSON schema '" + schema.name() + "' of the response format",
                () -> Json.toJson(JsonSchemaElementJsonUtils.toMap(schema.rootElement())));
        try {
            return Grammar.jsonSchema(json);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedFeatureException(
                    "the JSON schema of the response format is not supported: " + e.getMessage());
        }
    }
}
