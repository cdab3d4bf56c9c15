package io.github.cards4j.tools;

/** Whether an answer calls tools. */
public enum ToolChoice {
    /** The model decides: prose, calls, or both. */
    AUTO,
    /** At least one call, and nothing but calls. */
    REQUIRED,
    /** Prose only: the model is not told of the tools. */
    NONE
}
