package io.github.cards4j.grammar.internal;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The words of JSON (RFC 8259): strings, numbers, gaps. Strings are whole characters of UTF-8, and escaped surrogates come in
 * pairs. Numbers are so short that a whole one fits a long, and any other a double. White space is bounded, so that a
 * model cannot go on in it for ever.
 */
final class JsonText {

    private static final String LARGEST = Long.toString(Long.MAX_VALUE);
    private static final int FRACTION_DIGITS = 18;
    private static final int EXPONENT_DIGITS = 2;
    private static final int SPACES = 32;
    private static final int TABS = 8;

    private final Network network;
    private final Node string;
    private final Node integer;
    private final Node number;
    private final Node gap;

    JsonText(Network network) {
        this.network = network;
        Node end = network.end();
        Node inside = network.node().edge('"', end);
        characters(inside, inside, "", false);
        escapes(inside, inside);
        string = network.node().edge('"', inside);
        integer = network.anyOf(whole(end), network.node().edge('-', whole(end)));
        Node exponent = exponent(end);
        Node fraction = network.anyOf(
                end,
                exponent,
                network.node().edge('.', digit(network.upTo(FRACTION_DIGITS - 1, '0', '9', orEnd(exponent)))));
        number = network.anyOf(whole(fraction), network.node().edge('-', whole(fraction)));
        gap = spaceOrLine(end);
    }

    Node string(Node next) {
        return network.call(string, next);
    }

    Node integer(Node next) {
        return network.call(integer, next);
    }

    Node number(Node next) {
        return network.call(number, next);
    }

    /** Nothing, a space, or a new line and its indentation. */
    Node gap(Node next) {
        return network.call(gap, next);
    }

    /** Nothing or a space. */
    Node space(Node next) {
        return network.anyOf(network.node().edge(' ', next), next);
    }

    /** A string without escapes that is none of {@code others}. */
    Node otherString(Collection<String> others, Node next) {
        // What is not ASCII is not told byte by byte: it is left out if there is any among the others.
        boolean ascii = others.stream().anyMatch(other -> other.chars().anyMatch(c -> c >= 0x80));
        Node free = network.node().edge('"', next);
        characters(free, free, "", ascii);
        Branch root = new Branch();
        others.forEach(other -> root.add(other.getBytes(StandardCharsets.UTF_8), 0));
        return network.node().edge('"', branch(root, free, next, ascii));
    }

    /** The beginnings of the texts that must not be. */
    private static final class Branch {
        final Map<Integer, Branch> children = new TreeMap<>();
        boolean text;

        void add(byte[] bytes, int at) {
            if (at == bytes.length) {
                text = true;
            } else {
                children.computeIfAbsent(bytes[at] & 0xff, b -> new Branch()).add(bytes, at + 1);
            }
        }
    }

    private Node branch(Branch branch, Node free, Node next, boolean ascii) {
        Node node = network.node();
        StringBuilder taken = new StringBuilder();
        branch.children.forEach((read, child) -> {
            if (read >= ' ' && read < 0x80 && read != '"' && read != '\\') {
                taken.append((char) (int) read);
                node.edge(read, branch(child, free, next, ascii));
            }
        });
        characters(node, free, taken.toString(), ascii);
        if (!branch.text) {
            node.edge('"', next);
        }
        return node;
    }

    /** One character that needs no escape leads from one node to another, those of {@code without} (ASCII) left out. */
    private void characters(Node from, Node to, String without, boolean ascii) {
        int low = ' ';
        for (int read = ' '; read <= 0x80; read++) {
            if (read == 0x80 || read == '"' || read == '\\' || without.indexOf(read) >= 0) {
                if (low < read) {
                    from.edge(low, read - 1, to);
                }
                low = read + 1;
            }
        }
        if (ascii) {
            return;
        }
        Node last = network.node().edge(0x80, 0xBF, to);
        Node lastTwo = network.node().edge(0x80, 0xBF, last);
        Node lastThree = network.node().edge(0x80, 0xBF, lastTwo);
        from.edge(0xC2, 0xDF, last);
        from.edge(0xE0, network.node().edge(0xA0, 0xBF, last));
        from.edge(0xE1, 0xEC, lastTwo);
        from.edge(0xED, network.node().edge(0x80, 0x9F, last));
        from.edge(0xEE, 0xEF, lastTwo);
        from.edge(0xF0, network.node().edge(0x90, 0xBF, lastTwo));
        from.edge(0xF1, 0xF3, lastThree);
        from.edge(0xF4, network.node().edge(0x80, 0x8F, lastTwo));
    }

    private void escapes(Node from, Node to) {
        Node any = hex(hex(hex(to)));
        Node pair = hex(hex(network.text(
                "\\u",
                both(
                        network.node(),
                        'd',
                        network.node().edge('c', 'f', hex(hex(to))).edge('C', 'F', hex(hex(to)))))));
        Node surrogate = network.node().edge('0', '7', hex(hex(to)));
        surrogate.edge('8', '9', pair).edge('a', 'b', pair).edge('A', 'B', pair);
        Node code = network.node().edge('0', '9', any).edge('a', 'c', any).edge('e', 'f', any);
        both(code.edge('A', 'C', any).edge('E', 'F', any), 'd', surrogate);
        Node escape = network.node().edge('u', code);
        for (char simple : "\"\\/bfnrt".toCharArray()) {
            escape.edge(simple, to);
        }
        from.edge('\\', escape);
    }

    private static Node both(Node from, char letter, Node to) {
        return from.edge(letter, to).edge(Character.toUpperCase(letter), to);
    }

    private Node hex(Node next) {
        return network.node().edge('0', '9', next).edge('a', 'f', next).edge('A', 'F', next);
    }

    private Node digit(Node next) {
        return network.node().edge('0', '9', next);
    }

    /** A whole number without its sign, up to the largest long. */
    private Node whole(Node next) {
        int digits = LARGEST.length();
        // Up to so many digits, whatever they are.
        Node[] free = new Node[digits];
        free[0] = next;
        for (int i = 1; i < digits; i++) {
            free[i] = digit(free[i - 1]);
            free[i].same.add(next);
        }
        // Behind so many digits that are the largest number's own.
        Node own = next;
        for (int i = digits - 1; i > 0; i--) {
            Node before = network.node();
            before.same.add(next);
            char largest = LARGEST.charAt(i);
            before.edge(largest, own);
            if (largest > '0') {
                before.edge('0', largest - 1, free[digits - 1 - i]);
            }
            if (largest < '9' && i < digits - 1) {
                before.edge(largest + 1, '9', free[digits - 2 - i]);
            }
            own = before;
        }
        char first = LARGEST.charAt(0);
        return network.node()
                .edge('0', next)
                .edge('1', first - 1, free[digits - 1])
                .edge(first, own);
    }

    private Node orEnd(Node exponent) {
        return network.anyOf(network.end(), exponent);
    }

    private Node exponent(Node next) {
        Node digits = digit(network.upTo(EXPONENT_DIGITS - 1, '0', '9', next));
        return both(
                network.node(),
                'e',
                network.anyOf(digits, network.node().edge('+', digits).edge('-', digits)));
    }

    private Node spaceOrLine(Node end) {
        Node line = network.node();
        line.same.add(network.upTo(SPACES, ' ', ' ', end));
        line.same.add(network.upTo(TABS, '\t', '\t', end));
        Node gap = network.node().edge(' ', end).edge('\n', line);
        gap.same.add(end);
        return gap;
    }
}
