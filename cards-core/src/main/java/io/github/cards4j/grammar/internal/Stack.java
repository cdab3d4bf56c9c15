package io.github.cards4j.grammar.internal;

import org.jspecify.annotations.Nullable;

/** Where the rules go on that wait for another one to end, the innermost first. Immutable. */
final class Stack {

    /** The end of what is known: stands for any stack. */
    static final Stack BASE = base();

    final Node top;
    final @Nullable Stack below;
    /** Fewest tokens to the end of all of them. */
    final int cost;
    /** The outermost. */
    final Node outermost;

    /** Whether bytes lead to the end of all of them. */
    final boolean alive;

    private final int hash;

    private Stack(Node top, @Nullable Stack below, int cost) {
        this.top = top;
        this.below = below;
        this.cost = cost;
        this.outermost = below == null ? top : below.outermost;
        this.alive = top.alive && (below == null || below.alive);
        this.hash = System.identityHashCode(top) + 31 * (below == null ? 7 : below.hash);
    }

    private static Stack base() {
        Node node = new Node();
        node.alive = true;
        return new Stack(node, null, 0);
    }

    /** Whether nothing is known that goes on; null is a text's end. */
    @SuppressWarnings("ReferenceEquality") // there is one base
    static boolean ends(@Nullable Stack stack) {
        return stack == null || stack == BASE;
    }

    /** A rule that has nothing to do afterwards need not wait. */
    static @Nullable Stack push(Node then, @Nullable Stack below) {
        return then.onlyEnds() ? below : new Stack(then, below, Math.min(Node.NEVER, then.cost + cost(below)));
    }

    static int cost(@Nullable Stack stack) {
        return stack == null ? 0 : stack.cost;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // of what two stacks share nothing need be compared
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        Stack a = this;
        @Nullable Object b = other;
        while (b instanceof Stack stack && a.hash == stack.hash && a.top == stack.top) {
            if (a.below == stack.below) {
                return true;
            }
            if (a.below == null) {
                return false;
            }
            a = a.below;
            b = stack.below;
        }
        return false;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
