package io.github.cards4j.grammar.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The fewest tokens from each node to the end of its rule: an upper bound that counts the end of each rule as the end of a
 * token, and of tokens of several bytes only those whose bytes are the only ones that may stand there. It has what matters: a
 * text that needs n tokens goes on with a token behind which it needs n - 1.
 */
final class Costs {

    private final Vocabulary vocabulary;

    Costs(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Writes the costs into the nodes, and which are alive. */
    void compute(List<Node> nodes) {
        enliven(nodes);
        List<List<Node>> next = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            List<Node> found = new ArrayList<>();
            byToken(node, 0, found);
            node.specials.forEach(special -> found.add(special.to()));
            next.add(found);
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < nodes.size(); i++) {
                Node node = nodes.get(i);
                int cost = least(node, next.get(i));
                changed |= cost < node.cost;
                node.cost = cost;
            }
        }
    }

    private static void enliven(List<Node> nodes) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Node node : nodes) {
                if (!node.alive && leadsOn(node)) {
                    node.alive = true;
                    changed = true;
                }
            }
        }
    }

    private static boolean leadsOn(Node node) {
        return node.ends
                || node.edges.stream().anyMatch(edge -> edge.to().alive)
                || node.specials.stream().anyMatch(special -> special.to().alive)
                || node.same.stream().anyMatch(same -> same.alive)
                || node.calls.stream().anyMatch(call -> call.rule().alive && call.then().alive);
    }

    private static int least(Node node, List<Node> next) {
        int cost = node.ends ? 0 : node.cost;
        for (Node same : node.same) {
            cost = Math.min(cost, same.cost);
        }
        for (Node.Call call : node.calls) {
            cost = Math.min(cost, call.rule().cost + call.then().cost);
        }
        for (Node to : next) {
            cost = Math.min(cost, 1 + to.cost);
        }
        return Math.min(cost, Node.NEVER);
    }

    /** Nodes that one token leads to. */
    private void byToken(Node node, int trie, List<Node> found) {
        for (Node.Edge edge : node.edges) {
            if (edge.low() < edge.high()) {
                if (anyToken(trie, edge)) {
                    found.add(edge.to());
                }
                continue;
            }
            int child = vocabulary.child(trie, edge.low());
            if (child >= 0) {
                if (vocabulary.hasToken(child)) {
                    found.add(edge.to());
                }
                byToken(edge.to(), child, found);
            }
        }
        if (trie > 0) {
            node.same.forEach(same -> byToken(same, trie, found));
        }
    }

    private boolean anyToken(int trie, Node.Edge edge) {
        for (int child = trie + 1; child < vocabulary.below(trie); child = vocabulary.below(child)) {
            int read = vocabulary.label(child);
            if (read >= edge.low() && read <= edge.high() && vocabulary.hasToken(child)) {
                return true;
            }
        }
        return false;
    }
}
