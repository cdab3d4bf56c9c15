package io.github.cards4j.grammar.internal;

import io.github.cards4j.grammar.Grammar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Nodes for prose with tags. Prose is read by an automaton that knows how much of an {@code open} the text ends with (Aho and
 * Corasick 1975), once for each number of tags that there have been.
 */
final class TagNetwork {

    private final Network network;
    private final Form.Tagged form;
    private final Compiler compiler;
    /** Tags that open anywhere, by the text that opens them. */
    private final Map<String, List<Grammar.Tag>> anywhere = new LinkedHashMap<>();
    /** Those that open only at the beginning. */
    private final Map<String, List<Grammar.Tag>> leading = new LinkedHashMap<>();
    /** The rule of each content. */
    private final Map<Grammar, Node> contents = new HashMap<>();

    TagNetwork(Network network, Form.Tagged form, Compiler compiler) {
        this.network = network;
        this.form = form;
        this.compiler = compiler;
        form.tags().forEach(tag -> (tag.leading() ? leading : anywhere)
                .computeIfAbsent(tag.open(), open -> new ArrayList<>())
                .add(tag));
    }

    Node start() {
        boolean endless = form.most() == Integer.MAX_VALUE;
        int last = endless ? form.least() : form.most();
        Node behind = null;
        for (int count = last; count >= 0; count--) {
            boolean mayEnd = count >= form.least();
            Node level = network.node();
            level.ends = mayEnd;
            Node after = behind == null ? level : behind;
            if (count < last || endless) {
                Map<String, Node> tags = opened(anywhere, after);
                Map<String, Node> first = count == 0 ? opened(leading, after) : Map.of();
                behind = form.prose()
                        ? new Prose(level, tags, first, mayEnd).build()
                        : fill(level, tags, first, count > 0);
            } else {
                behind = level;
            }
        }
        if (behind == null) {
            throw new IllegalStateException("no level");
        }
        return behind;
    }

    /** Where the level begins, which is another place than the level if there are tags that open only there. */
    private Node fill(Node level, Map<String, Node> tags, Map<String, Node> leadingTags, boolean between) {
        level.same.addAll(opens(tags));
        if (between) {
            Node line = network.node();
            line.same.addAll(opens(tags));
            level.edge('\n', line);
        }
        if (leadingTags.isEmpty()) {
            return level;
        }
        Node first = network.node();
        first.same.add(level);
        first.same.addAll(opens(leadingTags));
        return first;
    }

    private List<Node> opens(Map<String, Node> tags) {
        return tags.entrySet().stream()
                .map(tag -> open(tag.getKey(), tag.getValue()))
                .toList();
    }

    private Map<String, Node> opened(Map<String, List<Grammar.Tag>> byOpen, Node after) {
        Map<String, Node> tags = new LinkedHashMap<>();
        byOpen.forEach((open, those) -> tags.put(open, opened(those, after)));
        return tags;
    }

    /** Where one of these tags has opened. */
    private Node opened(List<Grammar.Tag> tags, Node after) {
        Node entry = network.node();
        for (Grammar.Tag tag : tags) {
            Opened opened = new Opened(
                    tag,
                    compiler.symbols(tag.open()).size(),
                    compiler.symbols(tag.close()).size());
            Node out = network.node();
            out.same.add(after);
            out.opened = opened;
            int before = network.nodes().size();
            Node close = compiler.literal(tag.close(), out);
            network.nodes().subList(before, network.nodes().size()).forEach(node -> node.opened = opened);
            Node rule = contents.computeIfAbsent(tag.content(), own -> compiler.compile(own, network.end()));
            Node content = network.call(rule, close);
            content.opened = opened;
            entry.same.add(content);
            entry.opened = opened;
        }
        return entry;
    }

    /** The text that opens a tag, where nothing else may stand. */
    private Node open(String open, Node tag) {
        int before = network.nodes().size();
        Node first = compiler.literal(open, tag);
        List<Node> made = network.nodes().subList(before, network.nodes().size());
        // Made from the last to the first; the first is reached before anything of it has been read.
        for (int i = 0; i < made.size(); i++) {
            if (made.get(i) != first) {
                made.get(i).pending = made.size() - 1 - i;
            }
        }
        return first;
    }

    /** The prose between two tags. Where tags open only at the beginning, that is a second root, which falls back on the first. */
    private final class Prose {
        private final Node root;
        private final Map<String, Node> tags;
        /** Where the text begins. */
        private final Node first;

        private final Map<String, Node> leadingTags;
        private final boolean mayEnd;
        private final Map<Node, Map<Integer, Node>> children = new HashMap<>();
        private final Map<Node, Node> failure = new HashMap<>();
        private final List<Node.Special> specials = new ArrayList<>();

        Prose(Node root, Map<String, Node> tags, Map<String, Node> leadingTags, boolean mayEnd) {
            this.root = root;
            this.tags = tags;
            this.leadingTags = leadingTags;
            this.mayEnd = mayEnd;
            first = leadingTags.isEmpty() ? root : network.node();
            for (Node node : List.of(root, first)) {
                node.ends = mayEnd;
                node.prose = true;
                children.put(node, new TreeMap<>());
            }
        }

        /** Where the text begins. */
        Node build() {
            tags.forEach((open, tag) -> add(open, tag, root, specials));
            link(root);
            if (!leadingTags.isEmpty()) {
                leadingTags.forEach((open, tag) -> add(open, tag, first, first.specials));
                link(first);
            }
            return first;
        }

        private void link(Node from) {
            ArrayDeque<Node> due = new ArrayDeque<>(List.of(from));
            while (!due.isEmpty()) {
                Node node = due.remove();
                own(node).forEach((read, child) -> {
                    if (children.containsKey(child)) {
                        Node fallback = node == root ? root : next(failure(node), read);
                        failure.put(child, fallback == null ? root : fallback);
                        due.add(child);
                    }
                });
                edges(node);
                node.specials.addAll(specials);
            }
        }

        private void add(String open, Node tag, Node from, List<Node.Special> alone) {
            List<Object> symbols = compiler.symbols(open);
            if (symbols.get(0) instanceof Integer special) {
                alone.add(new Node.Special(special, rest(open, symbols, tag)));
                return;
            }
            if (!symbols.stream().allMatch(Byte.class::isInstance)) {
                throw misplacedSpecial(open);
            }
            Node node = from;
            byte[] bytes = open.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < bytes.length; i++) {
                Node made = null;
                int read = bytes[i] & 0xff;
                if (i == bytes.length - 1) {
                    made = tag;
                } else {
                    made = own(node).get(read);
                    if (made == null) {
                        made = network.node();
                        made.ends = mayEnd;
                        made.pending = i + 1;
                        made.prose = true;
                        children.put(made, new TreeMap<>());
                    }
                }
                own(node).put(read, made);
                node = made;
            }
        }

        private Map<Integer, Node> own(Node node) {
            return children.getOrDefault(node, Map.of());
        }

        private Node failure(Node node) {
            return failure.getOrDefault(node, root);
        }

        /** Where a byte leads in the automaton; null if that is the root. */
        private @Nullable Node next(Node from, int read) {
            Node at = from;
            while (true) {
                Node child = own(at).get(read);
                if (child != null || at == root) {
                    return child;
                }
                at = failure(at);
            }
        }

        private void edges(Node node) {
            int low = 0;
            for (int read = 0; read <= 256; read++) {
                Node to = read == 256 ? null : next(node, read);
                if (to == null && node == first && first != root && " \t\r\n".indexOf(read) >= 0) {
                    to = first;
                }
                if (to != null || read == 256) {
                    if (low < read) {
                        node.edge(low, read - 1, root);
                    }
                    low = read + 1;
                }
                if (to != null) {
                    node.edge(read, to);
                }
            }
        }
    }

    /** What follows the special token that begins an {@code open}. */
    private Node rest(String open, List<Object> symbols, Node tag) {
        Node at = tag;
        for (int i = symbols.size() - 1; i > 0; i--) {
            if (!(symbols.get(i) instanceof Byte read)) {
                throw misplacedSpecial(open);
            }
            at = network.node().edge(read & 0xff, at);
            at.pending = i;
        }
        return at;
    }

    private static IllegalArgumentException misplacedSpecial(String open) {
        return new IllegalArgumentException(
                "a tag in prose may have a special token of the model at the beginning of its"
                        + " open only, but open is '" + open + "'");
    }
}
