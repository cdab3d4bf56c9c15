package io.github.cards4j.grammar.internal;

import io.github.cards4j.grammar.Grammar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nodes for a grammar. */
final class Compiler {

    /** Parts of more nodes than this are made twice at most: a list of calls holds all tools in each of its places. */
    private static final int LARGE = 32;

    private final Network network;
    private final Map<String, Integer> specials;

    /** Large parts that have been made in their place, and may come again. */
    private final Set<Grammar> large = new HashSet<>();

    /** The rules that stand for those that did. */
    private final Map<Grammar, Node> rules = new HashMap<>();

    private @Nullable JsonText text;

    Compiler(Network network, Map<String, Integer> specials) {
        this.network = network;
        this.specials = specials;
    }

    Node compile(Grammar grammar, Node next) {
        if (large.contains(grammar)) {
            return network.call(rule(grammar), next);
        }
        int before = network.nodes().size();
        Node first = nodes(grammar, next);
        if (!grammar.tagged() && network.nodes().size() - before > LARGE) {
            large.add(grammar);
        }
        return first;
    }

    private Node rule(Grammar grammar) {
        Node known = rules.get(grammar);
        if (known == null) {
            known = nodes(grammar, network.end());
            rules.put(grammar, known);
        }
        return known;
    }

    private Node nodes(Grammar grammar, Node next) {
        Form form = grammar.form();
        if (form instanceof Form.Literal literal) {
            return literal(literal.text(), next);
        }
        if (form instanceof Form.Sequence sequence) {
            Node at = next;
            for (int i = sequence.parts().size() - 1; i >= 0; i--) {
                at = compile(sequence.parts().get(i), at);
            }
            return at;
        }
        if (form instanceof Form.AnyOf any) {
            return network.anyOf(
                    any.choices().stream().map(choice -> compile(choice, next)).toList());
        }
        if (form instanceof Form.Json json) {
            if (text == null) {
                text = new JsonText(network);
            }
            return new JsonNetwork(network, text).value(json.schema(), next);
        }
        // Tagged text is a whole one: nothing follows it.
        return new TagNetwork(network, (Form.Tagged) form, this).start();
    }

    Node literal(String literal, Node next) {
        List<Object> symbols = symbols(literal);
        Node at = next;
        for (int i = symbols.size() - 1; i >= 0; i--) {
            Object symbol = symbols.get(i);
            at = symbol instanceof Byte read
                    ? network.node().edge(read & 0xff, at)
                    : network.special((Integer) symbol, at);
        }
        return at;
    }

    /** A text as bytes ({@link Byte}) and special tokens ({@link Integer}); of those that begin at a place the longest. */
    List<Object> symbols(String text) {
        List<Object> symbols = new ArrayList<>();
        int plain = 0;
        for (int at = 0; at < text.length(); ) {
            String special = special(text, at);
            if (special == null) {
                at++;
                continue;
            }
            addBytes(text.substring(plain, at), symbols);
            symbols.add(specials.get(special));
            at += special.length();
            plain = at;
        }
        addBytes(text.substring(plain), symbols);
        return symbols;
    }

    private @Nullable String special(String text, int at) {
        String longest = null;
        for (String name : specials.keySet()) {
            if (text.startsWith(name, at) && (longest == null || name.length() > longest.length())) {
                longest = name;
            }
        }
        return longest;
    }

    private static void addBytes(String text, List<Object> symbols) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            symbols.add(b);
        }
    }
}
