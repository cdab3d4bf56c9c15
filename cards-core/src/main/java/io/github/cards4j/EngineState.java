package io.github.cards4j;

/** How far an engine is. */
public enum EngineState {
    /** Opened lazily, and not asked for anything yet. */
    NEW,
    /** The models are being loaded; requests wait for them. */
    LOADING,
    /** Answers. */
    READY,
    /** The models could not be loaded; each request is told why. */
    FAILED,
    /** Ends what is in flight, and takes no new requests. */
    DRAINING,
    CLOSED
}
