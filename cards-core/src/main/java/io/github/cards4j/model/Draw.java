package io.github.cards4j.model;

import org.jspecify.annotations.Nullable;

/**
 * A token wanted.
 *
 * @param lane where
 * @param u uniform in the open interval (0, 1), exactly representable as a float; fixes which token is drawn
 * @param mask the tokens that may be drawn, at least one: all others have probability 0, and what is left is renormalised
 *     before temperature, top-k and top-p. The log-probability and the entropy are of that distribution. Null for no mask.
 *     Lanes that have no token yet and share a prefix have the same mask
 */
public record Draw(Lane lane, double u, @Nullable TokenMask mask) {

    public Draw(Lane lane, double u) {
        this(lane, u, null);
    }
}
