package io.github.cards4j.checkpoint.internal;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.github.cards4j.checkpoint.internal.SpecialSplitter.Part;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A tokenizer of the library that the model's authors used. Special tokens are found here, all else there. */
public final class NativeTokenizer implements Tokenizer, AutoCloseable {

    private static final Map<String, String> OPTIONS =
            Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

    private final HuggingFaceTokenizer atStart;
    private final HuggingFaceTokenizer later;
    private final RecentText textAtStart;
    private final RecentText textLater;
    private final SpecialSplitter splitter;
    private final Map<String, Integer> specials;
    private final Path file;
    private final int size;
    private final int words;

    /** Bytes of each token; null until somebody asks. */
    private byte @Nullable [][] bytes;

    private NativeTokenizer(
            HuggingFaceTokenizer atStart, HuggingFaceTokenizer later, SpecialSplitter splitter, TokenizerFile file) {
        this.atStart = atStart;
        this.later = later;
        this.textAtStart = new RecentText(text -> ids(atStart, text));
        this.textLater = later == atStart ? textAtStart : new RecentText(text -> ids(later, text));
        this.splitter = splitter;
        this.specials = file.specials().stream().collect(Collectors.toMap(SpecialToken::text, SpecialToken::id));
        this.file = file.file();
        this.size = file.size();
        this.words = file.words();
    }

    /** Opens {@code tokenizer.json} of a folder. */
    public static NativeTokenizer open(Path folder) {
        TokenizerFile file = new TokenizerFile(folder);
        HuggingFaceTokenizer atStart = load(file, true);
        HuggingFaceTokenizer later = file.spaceFirst() ? load(file, false) : atStart;
        return new NativeTokenizer(atStart, later, new SpecialSplitter(file.specials(), file.others()), file);
    }

    private static HuggingFaceTokenizer load(TokenizerFile file, boolean atStart) {
        byte[] json = file.withoutSpecials(atStart);
        TokenizerLibrary.require();
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS);
        } catch (IOException | RuntimeException e) {
            throw new ModelException(
                    "Cannot use " + file.file() + ": " + e.getMessage() + ". Copy or download the model again.", e);
        }
    }

    @Override
    public int[] encode(List<Piece> pieces) {
        int[] ids = new int[16];
        int length = 0;
        for (Part part : splitter.split(pieces)) {
            int[] more = part.special() != null ? new int[] {part.special().id()} : encode(part);
            if (length + more.length > ids.length) {
                ids = Arrays.copyOf(ids, Math.max(2 * ids.length, length + more.length));
            }
            System.arraycopy(more, 0, ids, length, more.length);
            length += more.length;
        }
        return Arrays.copyOf(ids, length);
    }

    private int[] encode(Part text) {
        return (text.first() ? textAtStart : textLater).encode(text.text());
    }

    private static int[] ids(HuggingFaceTokenizer tokenizer, String text) {
        long[] ids = tokenizer.encode(wellFormed(text), false, false).getIds();
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public String decode(int[] tokens) {
        long[] ids = new long[tokens.length];
        for (int i = 0; i < ids.length; i++) {
            if (tokens[i] < 0) {
                throw new IllegalArgumentException("Token id " + tokens[i] + " is negative.");
            }
            ids[i] = tokens[i];
        }
        return atStart.decode(ids, true);
    }

    @Override
    public synchronized byte @Nullable [] bytes(int token) {
        if (bytes == null) {
            bytes = TokenBytes.read(file, size);
        }
        return token >= 0 && token < size ? bytes[token] : null;
    }

    @Override
    public Map<String, Integer> specialTokens() {
        return specials;
    }

    @Override
    public int size() {
        return size;
    }

    /** Largest id of a token that was not added to the vocabulary, + 1. */
    public int words() {
        return words;
    }

    @Override
    public void close() {
        atStart.close();
        later.close();
    }

    /** Half of a surrogate pair is no character: it becomes U+FFFD, as in Python's and Java's encoders. */
    private static String wellFormed(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            repaired = repaired == null ? new StringBuilder(text) : repaired;
            repaired.setCharAt(i, '\uFFFD');
        }
        return repaired == null ? text : repaired.toString();
    }
}
