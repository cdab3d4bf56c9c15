package io.github.cards4j.samples.chat.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cards4j.samples.chat.ChatAppProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Reads a request's body, no further and no longer than allowed. */
@Component
public final class JsonBody {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /** What Jackson says of the source that it does not show. */
    private static final String SOURCE = " \\(start marker at \\[Source:.*]\\)$";

    private static final int PIECE = 8192;

    private final int most;
    private final Duration atMost;

    JsonBody(ChatAppProperties properties) {
        most = Math.toIntExact(properties.maxBody().toBytes());
        atMost = properties.bodyTimeout();
    }

    /** @throws ApiException if it is too large, takes too long, or is no JSON object */
    public Fields read(HttpServletRequest request) throws IOException {
        return Fields.of(parse(bytes(request.getInputStream())), "");
    }

    /** A client that sends a byte now and then never meets the web server's timeout, which is that of a single read. */
    private byte[] bytes(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        long start = System.nanoTime();
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            body.write(piece, 0, read);
            if (body.size() > most) {
                throw ApiException.of(
                        HttpStatus.PAYLOAD_TOO_LARGE,
                        "the body has more than " + most + " bytes, which is all that chat-app.max-body allows");
            }
            if (System.nanoTime() - start > atMost.toNanos()) {
                throw Failures.tooSlow();
            }
        }
        return body.toByteArray();
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
                    HttpStatus.BAD_REQUEST,
                    "invalid_json",
                    "the body is not JSON: " + e.getOriginalMessage().replaceFirst(SOURCE, "") + where);
        }
    }
}
