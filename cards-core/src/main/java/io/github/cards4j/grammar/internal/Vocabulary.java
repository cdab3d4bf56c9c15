package io.github.cards4j.grammar.internal;

import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a model as a trie over their bytes. Its nodes are numbered so that what lies below a node follows it: the
 * root is 0, the children of node i begin at i + 1, and each ends where the next begins.
 */
public final class Vocabulary {

    private static final int MOST_GRAMMARS = 32;
    private static final Map<Tokenizer, Vocabulary> KNOWN = new WeakHashMap<>();

    private final byte[][] bytes;
    private final byte[] label;
    private final int[] below;
    private final int[] token;
    /** The next token that has the same bytes, or -1. */
    private final int[] twin;

    private final Set<Integer> ends;
    private final Map<String, Integer> specials;
    private final boolean dropsFirstSpace;
    private final Map<Grammar, Object> compiled = new LinkedHashMap<>(16, 0.75f, true);

    private Vocabulary(Tokenizer tokenizer, Set<Integer> ends) {
        this.ends = Set.copyOf(ends);
        specials = Map.copyOf(tokenizer.specialTokens());
        bytes = new byte[tokenizer.size()][];
        twin = new int[bytes.length];
        List<Integer> ids = new ArrayList<>(bytes.length);
        int total = 1;
        for (int id = 0; id < bytes.length; id++) {
            byte[] own = ends.contains(id) ? null : tokenizer.bytes(id);
            twin[id] = -1;
            if (own != null && own.length > 0) {
                bytes[id] = own;
                ids.add(id);
                total += own.length;
            }
        }
        ids.sort((a, b) -> Arrays.compareUnsigned(bytes[a], bytes[b]));
        label = new byte[total];
        below = new int[total];
        token = new int[total];
        Arrays.fill(token, -1);
        build(ids);
        dropsFirstSpace = dropsFirstSpace(tokenizer, ids);
    }

    /** The vocabulary of a model; built once, which takes a moment. */
    public static Vocabulary of(Tokenizer tokenizer, Set<Integer> ends) {
        synchronized (KNOWN) {
            Vocabulary known = KNOWN.get(tokenizer);
            if (known == null || !known.ends.equals(ends)) {
                known = new Vocabulary(tokenizer, ends);
                KNOWN.put(tokenizer, known);
            }
            return known;
        }
    }

    /** What was made of a grammar before, or is made now. */
    public <T> T compiled(Grammar grammar, Class<T> type, Function<Vocabulary, T> compiler) {
        synchronized (compiled) {
            Object known = compiled.get(grammar);
            if (known != null) {
                return type.cast(known);
            }
        }
        // no lock meanwhile: the engine, which asks for grammars that it knows, must not wait for a new one
        T made = compiler.apply(this);
        synchronized (compiled) {
            Object known = compiled.putIfAbsent(grammar, made);
            if (compiled.size() > MOST_GRAMMARS) {
                compiled.remove(compiled.keySet().iterator().next());
            }
            return known == null ? made : type.cast(known);
        }
    }

    private void build(List<Integer> sorted) {
        int size = 1;
        int[] path = new int[16];
        byte[] last = {};
        for (int id : sorted) {
            byte[] own = bytes[id];
            int common = Arrays.mismatch(last, own);
            common = common < 0 ? own.length : common;
            for (int depth = last.length; depth > common; depth--) {
                below[path[depth]] = size;
            }
            if (own.length >= path.length) {
                path = Arrays.copyOf(path, 2 * own.length);
            }
            for (int depth = common; depth < own.length; depth++) {
                label[size] = own[depth];
                path[depth + 1] = size++;
            }
            int node = path[own.length];
            twin[id] = token[node];
            token[node] = id;
            last = own;
        }
        for (int depth = last.length; depth >= 0; depth--) {
            below[path[depth]] = size;
        }
    }

    /** Whether the tokenizer's decoder leaves out a space at the very beginning. */
    private static boolean dropsFirstSpace(Tokenizer tokenizer, List<Integer> ids) {
        for (int id : ids) {
            byte[] own = tokenizer.bytes(id);
            if (own != null && own.length == 2 && own[0] == ' ' && own[1] > ' ') {
                return !tokenizer.decode(new int[] {id}).startsWith(" ");
            }
        }
        return false;
    }

    boolean dropsFirstSpace() {
        return dropsFirstSpace;
    }

    public Set<Integer> ends() {
        return ends;
    }

    /** Names of special tokens, and their ids. */
    Map<String, Integer> specials() {
        return specials;
    }

    /** Bytes of a token; null for special tokens and those that end an answer. */
    byte @Nullable [] bytes(int id) {
        return id >= 0 && id < bytes.length ? bytes[id] : null;
    }

    int label(int node) {
        return label[node] & 0xff;
    }

    /** The first node that does not lie below this one. */
    int below(int node) {
        return below[node];
    }

    boolean hasToken(int node) {
        return token[node] >= 0;
    }

    /** The tokens that end at the node. */
    void addTokens(int node, BitSet to) {
        for (int id = token[node]; id >= 0; id = twin[id]) {
            to.set(id);
        }
    }

    /** The child with this byte, or -1. */
    int child(int node, int read) {
        for (int child = node + 1; child < below[node]; child = below[child]) {
            if (label(child) == read) {
                return child;
            }
        }
        return -1;
    }
}
