package io.github.cards4j.checkpoint.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.model.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bytes that each token adds to a text, by the decoder that {@code tokenizer.json} names; special tokens add none. */
final class TokenBytes {

    private static final JsonFactory FACTORY =
            new JsonFactory().setStreamReadConstraints(JsonObject.FACTORY.streamReadConstraints());
    private static final Map<Character, Byte> BYTE_OF_LETTER = bytesOfLetters();
    private static final char SPACE_MARK = '\u2581';

    private final Map<Integer, String> names = new TreeMap<>();
    private final Map<Integer, Boolean> added = new HashMap<>();
    private final List<String> decoders = new ArrayList<>();

    private TokenBytes() {}

    /**
     * Reads the file once more: few need this, and it takes memory.
     *
     * @throws ModelException if the file cannot be read, or its decoder is not known
     */
    static byte[][] read(Path file, int size) {
        TokenBytes read = new TokenBytes();
        try (JsonParser in = FACTORY.createParser(file.toFile())) {
            in.setCodec(new ObjectMapper());
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                switch (field) {
                    case "added_tokens" -> read.addAll(in.readValueAsTree());
                    case "decoder" -> read.decoder(in.readValueAsTree());
                    case "model" -> read.model(in);
                    default -> in.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new ModelException(
                    "Cannot read " + file + " again: " + JsonObject.reason(e)
                            + ". It must stay where it is while the model is in use.",
                    e);
        }
        return read.bytes(file, size);
    }

    private void addAll(JsonNode tokens) {
        for (JsonNode token : tokens) {
            int id = token.path("id").intValue();
            names.put(id, token.path("content").asText());
            added.put(id, token.path("special").asBoolean(false));
        }
    }

    private void decoder(JsonNode decoder) {
        if (decoder.path("type").asText().equals("Sequence")) {
            decoder.path("decoders").forEach(this::decoder);
        } else {
            decoders.add(decoder.path("type").asText("none"));
        }
    }

    private void model(JsonParser in) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            JsonToken value = in.nextToken();
            if (field.equals("vocab") && value == JsonToken.START_OBJECT) {
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    names.putIfAbsent(in.getIntValue(), name);
                }
            } else if (field.equals("vocab") && value == JsonToken.START_ARRAY) {
                for (int id = 0; in.nextToken() != JsonToken.END_ARRAY; id++) {
                    JsonNode entry = in.readValueAsTree();
                    names.putIfAbsent(id, entry.path(0).asText());
                }
            } else {
                in.skipChildren();
            }
        }
    }

    private byte[][] bytes(Path file, int size) {
        boolean byteLevel = decoders.contains("ByteLevel");
        if (!byteLevel && !decoders.contains("Metaspace") && !decoders.contains("ByteFallback")) {
            throw new ModelException(
                    "A grammar cannot be used with this model: it needs to know the bytes of tokens, and"
                            + " the decoder in " + file + " is " + decoders
                            + ", not ByteLevel, ByteFallback or Metaspace.");
        }
        byte[][] bytes = new byte[size][];
        names.forEach((id, name) -> {
            if (id >= 0 && id < size && !added.getOrDefault(id, false)) {
                bytes[id] = byteLevel ? ofLetters(name) : ofPiece(name);
            }
        });
        return bytes;
    }

    /** Each letter stands for a byte; what has another letter is text as it is. */
    private static byte[] ofLetters(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
        for (int i = 0; i < name.length(); i++) {
            Byte own = BYTE_OF_LETTER.get(name.charAt(i));
            if (own == null) {
                return name.getBytes(StandardCharsets.UTF_8);
            }
            bytes.write(own);
        }
        return bytes.toByteArray();
    }

    private byte[] ofPiece(String name) {
        if (decoders.contains("ByteFallback") && name.matches("<0x[0-9A-Fa-f]{2}>")) {
            return new byte[] {(byte) HexFormat.fromHexDigits(name, 3, 5)};
        }
        return name.replace(SPACE_MARK, ' ').getBytes(StandardCharsets.UTF_8);
    }

    /** GPT-2's: printable characters of Latin-1 stand for themselves, the others for characters from U+0100 on. */
    private static Map<Character, Byte> bytesOfLetters() {
        Map<Character, Byte> bytes = new HashMap<>();
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            bytes.put(printable ? (char) b : next++, (byte) b);
        }
        return bytes;
    }
}
