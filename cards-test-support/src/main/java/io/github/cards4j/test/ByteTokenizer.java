package io.github.cards4j.test;

import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A byte a token, so that tokens cut characters, as those of real models do; and one that ends an answer. */
public final class ByteTokenizer implements Tokenizer {

    /** The token that ends an answer. */
    public static final int END = 256;

    @Override
    public int[] encode(List<Piece> pieces) {
        byte[] bytes =
                pieces.stream().map(Piece::text).collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
    }

    @Override
    public String decode(int[] tokens) {
        byte[] bytes = new byte[tokens.length];
        int length = 0;
        for (int token : tokens) {
            if (token != END) {
                bytes[length++] = (byte) token;
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public byte @Nullable [] bytes(int token) {
        return token == END ? null : new byte[] {(byte) token};
    }

    @Override
    public int size() {
        return END + 1;
    }
}
