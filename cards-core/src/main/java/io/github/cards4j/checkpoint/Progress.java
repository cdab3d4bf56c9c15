package io.github.cards4j.checkpoint;

/** Sees long work on files. */
@FunctionalInterface
public interface Progress {

    Progress NONE = (what, fraction) -> {};

    /**
     * @param what is being done, for a person
     * @param fraction of it that is done, in [0, 1]
     */
    void at(String what, double fraction);
}
