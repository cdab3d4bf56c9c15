package io.github.cards4j.samples.chat.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cards4j.samples.chat.ChatAppProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Reads a request's body, no further than allowed. */
@Component
public final class JsonBody {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final int most;

    JsonBody(ChatAppProperties properties) {
        most = Math.toIntExact(properties.maxBody().toBytes());
    }

    /** @throws ApiException if it is too large, or no JSON object */
    public Fields read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            throw ApiException.of(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "the body has more than " + most + " bytes, which is all that chat-app.max-body allows");
        }
        return Fields.of(parse(body), "");
    }

    private static JsonNode parse(byte[] body) throws IOException {
        try {
            return READER.readTree(body);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw ApiException.of(
                    HttpStatus.BAD_REQUEST, "invalid_json", "the body is not JSON: " + e.getOriginalMessage() + where);
        }
    }
}
