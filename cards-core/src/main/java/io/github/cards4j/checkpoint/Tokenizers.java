package io.github.cards4j.checkpoint;

import io.github.cards4j.checkpoint.internal.NativeTokenizer;
import io.github.cards4j.checkpoint.internal.TokenizerFile;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Tokenizer;
import java.nio.file.Path;

/** Opens tokenizers. */
public final class Tokenizers {

    private Tokenizers() {}

    /**
     * The tokenizer in {@code tokenizer.json} of a model folder. It holds native memory and is {@link AutoCloseable}.
     *
     * <p>Ids are those of the original library, with these rules for special tokens: in template pieces they act, always;
     * in text they never do, and text never becomes one. Added tokens that are not special act in both, with one exception:
     * some models mark turns with such tokens, so what looks like {@code <|user|>} or {@code [INST]} and stands in a
     * template piece does not act in the text beside it. Nothing is put before or behind the text (no
     * beginning-of-sequence token): the template writes what a model needs.
     *
     * @throws ModelException if the file is missing, malformed, or of a kind that cannot be used
     */
    public static Tokenizer open(Path folder) {
        Djl.prepare();
        return NativeTokenizer.open(folder);
    }

    /**
     * The tokenizer of a model, whose embedding has a row for every token that text can become. (Added tokens may lack
     * one: some models keep tokens for images that only their larger siblings can read. To use such a token is an error.)
     *
     * @throws ModelException as {@link #open(Path)}, and if there are ids without a row
     */
    public static Tokenizer open(Checkpoint checkpoint) {
        Djl.prepare();
        NativeTokenizer tokenizer = NativeTokenizer.open(checkpoint.folder());
        int rows = checkpoint.config().vocabularySize();
        if (tokenizer.words() > rows) {
            tokenizer.close();
            throw new ModelException("The tokenizer in " + checkpoint.folder() + " has token ids up to "
                    + (tokenizer.words() - 1) + ", but vocab_size in config.json gives the embedding " + rows
                    + " rows. They are of different models: put the tokenizer.json of this model there.");
        }
        return tokenizer;
    }

    /**
     * Whether the tokenizer of a model folder has this text as one token that was added to its vocabulary. Reads only the
     * head of the file.
     *
     * @throws ModelException if the file is missing or malformed
     */
    public static boolean hasToken(Path folder, String text) {
        return new TokenizerFile(folder).hasAdded(text);
    }
}
