package io.github.cards4j.langchain4j;

import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A byte a token, so that tokens cut characters, as those of real models do; and one that ends an answer. */
final class ByteTokenizer implements Tokenizer {

    static final int END = 256;

    @Override
    public int[] encode(List<Piece> pieces) {
        byte[] bytes =
                pieces.stream().map(Piece::text).collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
    }

    @Override
    public String decode(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        IntStream.of(tokens).filter(token -> token != END).forEach(bytes::write);
        return bytes.toString(StandardCharsets.UTF_8);
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
