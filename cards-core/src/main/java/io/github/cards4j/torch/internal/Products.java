package io.github.cards4j.torch.internal;

/** How matrix products are computed. */
public enum Products {
    /** As the library does. */
    PLAIN(0, ""),

    /** By oneDNN, of matrices packed beforehand. */
    PACKED(1, ", packed"),

    /** In float32, of matrices in a type that the CPU does not compute in. */
    WIDENED(2, " widened to float32");

    private final int number;
    private final String words;

    Products(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** The program's {@code how}. */
    int number() {
        return number;
    }

    /** What stands behind the name of a type, for a person. */
    public String words() {
        return words;
    }
}
