package io.github.cards4j.grammar.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in a network that reads bytes: which byte leads where, which other rules may be read first, and whether the rule
 * that it belongs to may end. A rule is known by its first node.
 */
final class Node {

    /** More tokens than any text has: no tokens lead to an end. */
    static final int NEVER = 1 << 24;

    record Edge(int low, int high, Node to) {}

    /** A special token. */
    record Special(int token, Node to) {}

    /**
     * Another rule, read before this one goes on.
     *
     * @param rule its first node
     */
    record Call(Node rule, Node then) {}

    final List<Edge> edges = new ArrayList<>(2);
    final List<Special> specials = new ArrayList<>(0);
    final List<Call> calls = new ArrayList<>(1);
    /** Places that are as good as this one. */
    final List<Node> same = new ArrayList<>(1);

    /** Whether the rule may end here. */
    boolean ends;

    /** Whether bytes lead from here to an end of the rule, be there tokens for them or not. */
    boolean alive;

    /** Fewest tokens to the end of the rule, or an upper bound of it. */
    int cost = NEVER;

    /** What stands between the end of a tag's {@code open} and the end of its {@code close}. */
    @Nullable
    Opened opened;

    /** How many symbols before this place are the beginning of a tag, if it is one after all; -1 if there is none. */
    int pending = -1;

    /** Whether free text is here, which no rule waits for. */
    boolean prose;

    /** Which tokens go on from here; computed when needed. */
    @Nullable
    NodeTokens tokens;

    Node edge(int low, int high, Node to) {
        edges.add(new Edge(low, high, to));
        return this;
    }

    Node edge(int only, Node to) {
        return edge(only, only, to);
    }

    @Nullable
    Node on(int read) {
        for (int i = 0; i < edges.size(); i++) {
            Edge edge = edges.get(i);
            if (read >= edge.low && read <= edge.high) {
                return edge.to;
            }
        }
        return null;
    }

    /** Whether only its edges count. */
    boolean plain() {
        return same.isEmpty() && calls.isEmpty();
    }

    /** Whether nothing but the end of the rule is here. */
    boolean onlyEnds() {
        return ends && plain() && edges.isEmpty() && specials.isEmpty();
    }

    /** The one place that it is as good as, if there is nothing else here. */
    @Nullable
    Node alias() {
        return same.size() == 1 && !ends && calls.isEmpty() && edges.isEmpty() && specials.isEmpty()
                ? same.get(0)
                : null;
    }
}
