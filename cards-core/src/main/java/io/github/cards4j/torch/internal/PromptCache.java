package io.github.cards4j.torch.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prompt reuse: what was read for one text serves another that begins with the same tokens. When an answer has ended, its
 * cache rests here until others need the memory. A text that continues one that rests takes its cache over; any other
 * copies what it has in common with one that rests or is still in use, which costs far less than to read it.
 *
 * @param <C> keys and values of a text
 */
public final class PromptCache<C extends PromptCache.Text<C>> {

    /** Fewer tokens than these are not worth a copy, nor a place. */
    static final int WORTH = 32;

    /** Keys and values of a text, as far as it has been read for good. */
    public interface Text<C> extends AutoCloseable {

        /** Whose they are: texts of different models share nothing. */
        Object model();

        int[] tokens();

        /** How many of its tokens, from the first on, are those of {@code text}. */
        int common(int[] text);

        /** Becomes as long as {@code length} tokens: copies from another, which has them all, those that it lacks. */
        void copy(C other, int length);

        /** Memory that it takes, used or not. */
        long bytes();

        /** Whether no pass failed that was to read it: else nobody knows what it holds. */
        boolean sound();

        /** Nobody uses it now: only what was read for good remains. */
        void rest();

        @Override
        void close();
    }

    private final long limit;
    /** The one used last comes last. */
    private final Set<C> resting = new LinkedHashSet<>();

    private final Set<C> used = new LinkedHashSet<>();

    /** @param limit bytes that resting caches may take together; 0 switches reuse off */
    public PromptCache(long limit) {
        this.limit = limit;
    }

    /** The cache for a new text: one that rests and holds the beginning of the text and nothing else, or a fresh one. */
    C begin(Object model, int[] text, Supplier<C> fresh) {
        C found = longest(resting, model, text, WORTH);
        C cache;
        if (found != null && found.common(text) == found.tokens().length) {
            resting.remove(found);
            cache = found;
        } else {
            cache = fresh.get();
        }
        used.add(cache);
        return cache;
    }

    /**
     * The cache grows by what another has of its text. Called before each chunk that is to be read: of requests that begin
     * alike and come together, each then reads a part for all.
     */
    void share(C cache, int[] text) {
        if (limit == 0) {
            return;
        }
        List<C> others = new ArrayList<>(resting);
        others.addAll(used);
        others.remove(cache);
        C best = longest(others, cache.model(), text, cache.tokens().length + WORTH);
        if (best != null) {
            cache.copy(best, best.common(text));
            touch(best);
        }
    }

    private @Nullable C longest(Iterable<C> caches, Object model, int[] text, int atLeast) {
        C best = null;
        int most = atLeast - 1;
        for (C cache : caches) {
            if (cache.model() == model && cache.sound()) {
                int common = cache.common(text);
                if (common > most) {
                    best = cache;
                    most = common;
                }
            }
        }
        return best;
    }

    /** Its text is over: the cache rests, or is closed if it is of no use. */
    void end(C cache) {
        if (!used.remove(cache)) {
            return;
        }
        boolean worth = limit > 0 && cache.tokens().length >= WORTH;
        if (worth) {
            cache.rest();
        }
        if (!worth || !cache.sound() || cache.bytes() > limit || hasItsLike(cache)) {
            cache.close();
            return;
        }
        resting.add(cache);
        long bytes = resting.stream().mapToLong(C::bytes).sum();
        for (C eldest : List.copyOf(resting)) {
            if (bytes > limit) {
                bytes -= eldest.bytes();
                drop(eldest);
            }
        }
    }

    /** Of two texts of which one begins with the other, the longer serves for both. */
    private boolean hasItsLike(C cache) {
        int[] tokens = cache.tokens();
        for (C other : List.copyOf(resting)) {
            if (other.model() == cache.model()) {
                int common = other.common(tokens);
                if (common == tokens.length) {
                    touch(other);
                    return true;
                }
                if (common == other.tokens().length) {
                    drop(other);
                }
            }
        }
        return false;
    }

    private void touch(C cache) {
        if (resting.remove(cache)) {
            resting.add(cache);
        }
    }

    private void drop(C cache) {
        resting.remove(cache);
        cache.close();
    }

    /** Frees what rests of a model that is closed. */
    void forget(Object model) {
        for (C cache : List.copyOf(resting)) {
            if (cache.model() == model) {
                drop(cache);
            }
        }
    }

    /** Bytes that resting caches take. */
    long bytes() {
        return resting.stream().mapToLong(C::bytes).sum();
    }
}
