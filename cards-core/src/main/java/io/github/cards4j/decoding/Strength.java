package io.github.cards4j.decoding;

/**
 * The one dial, in [0, 1]: it aims at the reward that the best of 400^strength plain answers would reach. 0 is plain
 * decoding, exactly and at its cost: {@link #plain} says when to switch the method. 0.5 aims at best-of-20, 1 at
 * best-of-400. What it aims at is likely, not promised.
 */
public final class Strength {

    public static final double DEFAULT = 0.5;
    private static final double MOST_ANSWERS = 400;

    private Strength() {}

    /** Whether nothing is to be judged: use {@link Method#PLAIN}. */
    public static boolean plain(double strength) {
        return checked(strength) == 0;
    }

    /** N = 400^strength: the best of so many plain answers is aimed at. */
    public static double answers(double strength) {
        return Math.pow(MOST_ANSWERS, checked(strength));
    }

    private static double checked(double strength) {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("strength must lie in [0, 1], but is " + strength);
        }
        return strength;
    }
}
