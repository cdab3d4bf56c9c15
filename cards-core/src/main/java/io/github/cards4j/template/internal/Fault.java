package io.github.cards4j.template.internal;

import org.jspecify.annotations.Nullable;

/** Something in a template is wrong or went wrong. The place is added on the way out, where it is known. */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable At at;
    private final boolean raised;

    Fault(String message) {
        this(message, null, false);
    }

    Fault(String message, @Nullable At at, boolean raised) {
        super(message, null, false, false);
        this.at = at;
        this.raised = raised;
    }

    /** What the template itself said, by {@code raise_exception}. */
    static Fault raised(String message) {
        return new Fault(message, null, true);
    }

    /** The same at this place, unless it has one already: the innermost counts. */
    Fault at(At place) {
        return at == null ? new Fault(message(), place, raised) : this;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public @Nullable At at() {
        return at;
    }

    public boolean raised() {
        return raised;
    }
}
