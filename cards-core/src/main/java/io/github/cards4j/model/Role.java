package io.github.cards4j.model;

import java.util.Locale;

/** Who speaks in a conversation. */
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    /** Hands back what a tool returned. */
    TOOL;

    /** The name that chat templates use: {@code system}, {@code user}, {@code assistant}, {@code tool}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
