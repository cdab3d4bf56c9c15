package io.github.cards4j;

/** Sees models being loaded. */
@FunctionalInterface
public interface LoadListener {

    LoadListener NONE = (what, fraction) -> {};

    /**
     * @param what is being done, for a person: "fetching …", "unpacking …", "mapping …", "packing …"
     * @param fraction of it that is done, in [0, 1]
     */
    void onProgress(String what, double fraction);
}
