package io.github.cards4j.samples.demo.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A text with choices and slots: {@code (a|b)} is a choice, {@code {slot}} a value from a closed list, {@code <name>} a
 * phrase that stands elsewhere. The recipe's {@code grammar.py} reads the same notation.
 */
public final class Template {

    private sealed interface Node permits Literal, Slot, Sequence, Choice {}

    private record Literal(String text) implements Node {}

    private record Slot(String name, List<String> values) implements Node {}

    private record Sequence(List<Node> parts) implements Node {}

    private record Choice(List<Node> options) implements Node {}

    /** How far a derivation has come, and the values it has found for slots. */
    private record State(int end, Map<String, String> slots) {}

    private final Node root;

    /**
     * @param text the template
     * @param slots the values of every slot
     * @param phrases the phrases, as templates
     * @throws IllegalArgumentException if the text is unbalanced or names an unknown slot or phrase
     */
    public Template(String text, Map<String, List<String>> slots, Map<String, String> phrases) {
        this.root = new Parser(text, slots, phrases).whole();
    }

    /**
     * All values of slots under which the whole text derives from this template.
     *
     * @param slots the slots whose value is fixed beforehand
     */
    public List<Map<String, String>> match(String text, Map<String, String> slots) {
        List<Map<String, String>> found = new ArrayList<>();
        for (State state : advance(root, text, List.of(new State(0, slots)))) {
            if (state.end() == text.length()) {
                found.add(state.slots());
            }
        }
        return found;
    }

    /** Whether the whole text derives from this template with these values of its slots. */
    public boolean derives(String text, Map<String, String> slots) {
        return !match(text, slots).isEmpty();
    }

    /** The names of the slots that occur anywhere in this template. */
    public Set<String> slotNames() {
        Set<String> names = new HashSet<>();
        collectSlots(root, names);
        return names;
    }

    private static void collectSlots(Node node, Set<String> names) {
        if (node instanceof Slot slot) {
            names.add(slot.name());
        } else if (node instanceof Sequence sequence) {
            sequence.parts().forEach(part -> collectSlots(part, names));
        } else if (node instanceof Choice choice) {
            choice.options().forEach(option -> collectSlots(option, names));
        }
    }

    private static List<State> advance(Node node, String text, List<State> states) {
        List<State> next = new ArrayList<>();
        if (node instanceof Literal literal) {
            for (State state : states) {
                if (text.startsWith(literal.text(), state.end())) {
                    next.add(new State(state.end() + literal.text().length(), state.slots()));
                }
            }
        } else if (node instanceof Slot slot) {
            states.forEach(state -> fill(slot, text, state, next));
        } else if (node instanceof Choice choice) {
            for (State state : states) {
                choice.options().forEach(option -> next.addAll(advance(option, text, List.of(state))));
            }
        } else if (node instanceof Sequence sequence) {
            List<State> current = states;
            for (Node part : sequence.parts()) {
                current = advance(part, text, current);
                if (current.isEmpty()) {
                    break;
                }
            }
            return current;
        }
        return next;
    }

    private static void fill(Slot slot, String text, State state, List<State> next) {
        String known = state.slots().get(slot.name());
        for (String value : known == null ? slot.values() : List.of(known)) {
            if (text.startsWith(value, state.end())) {
                Map<String, String> slots = new HashMap<>(state.slots());
                slots.put(slot.name(), value);
                next.add(new State(state.end() + value.length(), slots));
            }
        }
    }

    private static final class Parser {
        private final String text;
        private final Map<String, List<String>> slots;
        private final Map<String, String> phrases;
        private int at;

        Parser(String text, Map<String, List<String>> slots, Map<String, String> phrases) {
            this.text = text;
            this.slots = slots;
            this.phrases = phrases;
        }

        Node whole() {
            Node node = choice();
            if (at != text.length()) {
                throw new IllegalArgumentException("unbalanced template: " + text);
            }
            return node;
        }

        private Node choice() {
            List<Node> options = new ArrayList<>();
            options.add(sequence());
            while (at < text.length() && text.charAt(at) == '|') {
                at++;
                options.add(sequence());
            }
            return options.size() == 1 ? options.get(0) : new Choice(options);
        }

        private Node sequence() {
            List<Node> parts = new ArrayList<>();
            while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
                switch (text.charAt(at)) {
                    case '(' -> {
                        at++;
                        parts.add(choice());
                        expect(')');
                    }
                    case '{' -> {
                        String name = upTo('}');
                        parts.add(new Slot(name, lookUp(slots, name)));
                    }
                    case '<' -> parts.add(new Parser(lookUp(phrases, upTo('>')), slots, phrases).whole());
                    default -> parts.add(new Literal(literal()));
                }
            }
            return new Sequence(parts);
        }

        private String literal() {
            int start = at;
            while (at < text.length() && "(|){<".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private String upTo(char close) {
            int start = at + 1;
            at = text.indexOf(close, start);
            expect(close);
            return text.substring(start, at - 1);
        }

        private void expect(char close) {
            if (at < 0 || at >= text.length() || text.charAt(at) != close) {
                throw new IllegalArgumentException("unbalanced template: " + text);
            }
            at++;
        }

        private <T> T lookUp(Map<String, T> from, String name) {
            T value = from.get(name);
            if (value == null) {
                throw new IllegalArgumentException("unknown name '" + name + "' in template: " + text);
            }
            return value;
        }
    }
}
