package io.github.cards4j.checkpoint;

import java.nio.file.Path;
import java.util.Collection;

/** A model folder in the Hugging Face layout, checked. Nothing of the weights is read. */
public final class Checkpoint {

    private Checkpoint() {}

    /** Opens and checks a folder. */
    public static Checkpoint open(Path folder) {
        throw new UnsupportedOperationException("being written: " + folder);
    }

    public Path folder() {
        throw new UnsupportedOperationException();
    }

    /** Name of the folder, for people. */
    public String name() {
        throw new UnsupportedOperationException();
    }

    public ModelConfig config() {
        throw new UnsupportedOperationException();
    }

    /** All tensors. */
    public Collection<TensorInfo> tensors() {
        throw new UnsupportedOperationException();
    }

    public boolean has(String name) {
        throw new UnsupportedOperationException();
    }

    /** A tensor that must be there, with this shape and a type that can be computed with. */
    public TensorInfo tensor(String name, long... shape) {
        throw new UnsupportedOperationException();
    }

    /** Changes when the model changes. */
    public String contentKey() {
        throw new UnsupportedOperationException();
    }
}
