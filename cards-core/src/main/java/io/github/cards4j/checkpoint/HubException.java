package io.github.cards4j.checkpoint;

import io.github.cards4j.model.ModelException;
import org.jspecify.annotations.Nullable;

/** A model of a hub cannot be had. The message names the model and says what to do. */
public final class HubException extends ModelException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public HubException(Reason reason, String message) {
        this(reason, message, null);
    }

    public HubException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why a model cannot be had. */
    public enum Reason {
        /** There is no such model, or it is private and the token does not open it. */
        NOT_FOUND,
        /** The model has no such branch, tag or commit. */
        REVISION_NOT_FOUND,
        /** Its owner wants terms to be accepted first, by a user whom the token names. */
        GATED,
        /** The hub refuses the token, or what the token asks for. */
        FORBIDDEN,
        /** The model is not in the cache, not all of it, and looking elsewhere was forbidden. */
        OFFLINE,
        /** No network, or a hub that fails, after several attempts. */
        UNREACHABLE,
        /** It has no files that can be read: only pickled weights, or no {@code tokenizer.json}. */
        UNSUITABLE,
        /** What the hub sends is not what it announced, or leads where it must not. */
        CORRUPT,
        /** The cache cannot be written, or has no room. */
        CACHE
    }
}
