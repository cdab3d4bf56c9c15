package io.github.cards4j.checkpoint;

import io.github.cards4j.model.Tokenizer;
import java.nio.file.Path;

/** Opens tokenizers. */
public final class Tokenizers {

    private Tokenizers() {}

    /**
     * The tokenizer in {@code tokenizer.json} of a model folder. Native memory: close it if it is {@link AutoCloseable}.
     *
     * @throws io.github.cards4j.model.ModelException if the file is missing or malformed
     */
    public static Tokenizer open(Path folder) {
        throw new UnsupportedOperationException("being written: " + folder);
    }
}
