package io.github.cards4j.decoding;

import java.util.Locale;

/** A way to decode an answer. */
@SuppressWarnings("ClassInitializationDeadlock") // an implementation does not initialise an interface without defaults
public sealed interface Method {

    /** CARDS; the number of lanes adapts. */
    Method CARDS = new Cards(0);

    /** Plain sampling: nothing is judged. */
    Method PLAIN = new Plain();

    /**
     * Cascade Reward Sampling.
     *
     * @param lanes attempts that grow at the same time, 1 to 16; 0 adapts their number. The answer does not depend on it.
     */
    record Cards(int lanes) implements Method {
        public Cards {
            if (lanes < 0 || lanes > 16) {
                throw new IllegalArgumentException("cards: lanes must lie in 1..16, or 0 to adapt, but are " + lanes);
            }
        }

        @Override
        public String id() {
            return lanes == 0 ? "cards" : "cards:" + lanes;
        }
    }

    /** Plain sampling. */
    record Plain() implements Method {
        @Override
        public String id() {
            return "plain";
        }
    }

    /** The best of {@code n} whole answers, drawn as one token tree and scored in batches. */
    record BestOf(int n) implements Method {
        public BestOf {
            positive("best-of-n", n);
        }

        @Override
        public String id() {
            return "best-of-n:" + n;
        }
    }

    /** The best of {@code n} whole answers, drawn and scored one after the other, with caches. */
    record BestOfSequential(int n) implements Method {
        public BestOfSequential {
            positive("best-of-n-sequential", n);
        }

        @Override
        public String id() {
            return "best-of-n-sequential:" + n;
        }
    }

    /** Rejection sampling of whole answers: the first that passes the test at the target reward, else the best. */
    record Rejection(int maxAttempts) implements Method {
        public Rejection {
            positive("rejection", maxAttempts);
        }

        @Override
        public String id() {
            return "rejection:" + maxAttempts;
        }
    }

    /** The form in which options name it: {@code plain}, {@code cards}, {@code cards:8}, {@code best-of-n:20}, … */
    String id();

    /** Whether it needs a reward model. */
    default boolean judged() {
        return !(this instanceof Plain);
    }

    /**
     * Reads the form that {@link #id} writes; {@code rejection} alone makes at most 21 attempts, {@code best-of-n} alone
     * draws 20 answers.
     *
     * @throws IllegalArgumentException if it is none of them; the message lists them
     */
    static Method parse(String id) {
        String[] parts = id.strip().toLowerCase(Locale.ROOT).split(":", 2);
        boolean bare = parts.length == 1;
        return switch (parts[0]) {
            case "plain" -> {
                if (!bare) {
                    throw unknown(id);
                }
                yield PLAIN;
            }
            case "cards" -> new Cards(bare ? 0 : number(id, parts[1]));
            case "best-of-n" -> new BestOf(bare ? 20 : number(id, parts[1]));
            case "best-of-n-sequential" -> new BestOfSequential(bare ? 20 : number(id, parts[1]));
            case "rejection" -> new Rejection(bare ? Alignment.DEFAULT_MAX_ATTEMPTS : number(id, parts[1]));
            default -> throw unknown(id);
        };
    }

    private static int number(String id, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw unknown(id);
        }
    }

    private static void positive(String name, int n) {
        if (n < 1 || n > 1000) {
            throw new IllegalArgumentException(name + ": the number of answers must lie in 1..1000, but is " + n);
        }
    }

    private static IllegalArgumentException unknown(String id) {
        return new IllegalArgumentException("unknown method '" + id
                + "': use plain, cards, cards:LANES, best-of-n:N, best-of-n-sequential:N or rejection:N");
    }
}
