package io.github.cards4j.decoding.fake;

import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A vocabulary of byte strings; encoding takes the longest that fits, decoding puts them together. */
public final class FakeTokenizer implements Tokenizer {

    private final List<byte[]> pieces;
    private final Set<Integer> special;

    /** @param special ids that have no text */
    public FakeTokenizer(List<byte[]> pieces, Set<Integer> special) {
        this.pieces = List.copyOf(pieces);
        this.special = Set.copyOf(special);
    }

    /** The pieces, and after them one special token that ends answers: its id is the number of pieces. */
    public static FakeTokenizer of(String... pieces) {
        return ofBytes(Arrays.stream(pieces)
                .map(p -> p.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    /** As {@link #of}; pieces need not be whole characters. */
    public static FakeTokenizer ofBytes(byte[]... pieces) {
        List<byte[]> all = new ArrayList<>(List.of(pieces));
        all.add("<end>".getBytes(StandardCharsets.UTF_8));
        return new FakeTokenizer(all, Set.of(pieces.length));
    }

    /** Every printable ASCII character and the line feed as one token each, and an end token. */
    public static FakeTokenizer ascii() {
        List<String> pieces = new ArrayList<>(List.of("\n"));
        for (char c = ' '; c <= '~'; c++) {
            pieces.add(String.valueOf(c));
        }
        return of(pieces.toArray(String[]::new));
    }

    /** The special token that {@link #of} adds. */
    public int end() {
        return pieces.size() - 1;
    }

    @Override
    public int[] encode(List<Piece> text) {
        List<Integer> tokens = new ArrayList<>();
        for (Piece piece : text) {
            byte[] bytes = piece.text().getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < bytes.length; ) {
                int token = longest(bytes, at, piece.template());
                tokens.add(token);
                at += pieces.get(token).length;
            }
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    private int longest(byte[] bytes, int at, boolean specialToo) {
        int best = -1;
        for (int token = 0; token < pieces.size(); token++) {
            byte[] piece = pieces.get(token);
            boolean fits = at + piece.length <= bytes.length
                    && Arrays.equals(piece, 0, piece.length, bytes, at, at + piece.length)
                    && (specialToo || !special.contains(token));
            if (fits && (best < 0 || piece.length > pieces.get(best).length)) {
                best = token;
            }
        }
        if (best < 0) {
            throw new IllegalArgumentException("no piece of the vocabulary fits at byte " + at + " of "
                    + new String(bytes, StandardCharsets.UTF_8));
        }
        return best;
    }

    @Override
    public String decode(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : tokens) {
            if (!special.contains(token)) {
                bytes.writeBytes(pieces.get(token));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public byte @Nullable [] bytes(int token) {
        return special.contains(token) ? null : pieces.get(token);
    }

    @Override
    public Map<String, Integer> specialTokens() {
        Map<String, Integer> tokens = new HashMap<>();
        special.forEach(token -> tokens.put(new String(pieces.get(token), StandardCharsets.UTF_8), token));
        return tokens;
    }

    @Override
    public int size() {
        return pieces.size();
    }
}
