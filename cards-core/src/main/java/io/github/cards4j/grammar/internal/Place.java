package io.github.cards4j.grammar.internal;

import org.jspecify.annotations.Nullable;

/**
 * One way in which a text may have been read.
 *
 * @param node where
 * @param stack what goes on when its rule ends; null if that is the end of the text
 */
record Place(Node node, @Nullable Stack stack) {

    /** The same without what is to be left at once. */
    static Place of(Node node, @Nullable Stack stack) {
        Node at = node;
        Stack then = stack;
        while (true) {
            Node alias = at.alias();
            if (alias != null) {
                at = alias;
            } else if (then != null && !Stack.ends(then) && at.onlyEnds()) {
                at = then.top;
                then = then.below;
            } else {
                return new Place(at, then);
            }
        }
    }

    /** Whether bytes lead from here to the end of the text. */
    boolean alive() {
        return node.alive && (stack == null || stack.alive);
    }

    /** Fewest tokens to the end of the text. */
    int cost() {
        return Math.min(Node.NEVER, node.cost + Stack.cost(stack));
    }

    /** The place in the outermost rule. */
    Node outermost() {
        return stack == null ? node : stack.outermost;
    }
}
