package io.github.cards4j.grammar.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Builds nodes, from the end of a text to its beginning: each is made with what follows it. */
final class Network {

    private static final int MOST = 100_000;

    private final List<Node> nodes = new ArrayList<>();
    private final Node end;

    Network() {
        end = node();
        end.ends = true;
    }

    List<Node> nodes() {
        return nodes;
    }

    /** Where a rule ends. */
    Node end() {
        return end;
    }

    /** A node from which nothing leads on: whoever gets there never ends. */
    Node node() {
        if (nodes.size() >= MOST) {
            throw new IllegalArgumentException(
                    "the grammar is too large: use fewer properties, values or items, or smaller minItems and maxItems");
        }
        Node node = new Node();
        nodes.add(node);
        return node;
    }

    Node text(String text, Node next) {
        return bytes(text.getBytes(StandardCharsets.UTF_8), next);
    }

    Node bytes(byte[] bytes, Node next) {
        Node at = next;
        for (int i = bytes.length - 1; i >= 0; i--) {
            at = node().edge(bytes[i] & 0xff, at);
        }
        return at;
    }

    Node special(int token, Node next) {
        Node node = node();
        node.specials.add(new Node.Special(token, next));
        return node;
    }

    Node call(Node rule, Node next) {
        Node node = node();
        node.calls.add(new Node.Call(rule, next));
        return node;
    }

    Node anyOf(List<Node> choices) {
        if (choices.size() == 1) {
            return choices.get(0);
        }
        Node node = node();
        node.same.addAll(choices);
        return node;
    }

    Node anyOf(Node... choices) {
        return anyOf(List.of(choices));
    }

    /** @param most characters from {@code low} to {@code high}, at least none */
    Node upTo(int most, int low, int high, Node next) {
        Node at = next;
        for (int i = 0; i < most; i++) {
            Node before = node().edge(low, high, at);
            before.same.add(next);
            at = before;
        }
        return at;
    }
}
