package io.github.cards4j.samples.chat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import io.github.cards4j.samples.chat.http.Fields;
import org.jspecify.annotations.Nullable;

/** Reads what form the answer shall have. */
final class ResponseFormats {

    private ResponseFormats() {}

    static @Nullable ResponseFormat read(Fields body) {
        Fields format = body.object("response_format");
        if (format == null) {
            return null;
        }
        String type = format.requiredText("type");
        ResponseFormat read =
                switch (type) {
                    case "text" -> ResponseFormat.TEXT;
                    case "json_object" -> ResponseFormat.JSON;
                    case "json_schema" -> schema(format);
                    default -> throw format.wrong("type", "must be text, json_object or json_schema");
                };
        format.refuseOthers();
        return read;
    }

    private static ResponseFormat schema(Fields format) {
        Fields named = format.object("json_schema");
        if (named == null) {
            throw format.wrong("json_schema", "is missing");
        }
        String name = named.requiredText("name");
        JsonNode schema = named.any("schema");
        if (schema == null || !schema.isObject()) {
            throw named.wrong("schema", "must be a JSON schema");
        }
        named.text("description");
        // It is always held to.
        named.flag("strict");
        named.refuseOthers();
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name(name)
                        .rootElement(JsonRawSchema.from(schema.toString()))
                        .build())
                .build();
    }
}
