package io.github.cards4j.grammar.internal;

import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.grammar.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A grammar over the tokens of one model: nodes, and the masks that were needed lately. */
public final class TokenGrammar {

    private static final int MOST_MASKS = 256;

    private final Vocabulary vocabulary;
    /** Whether text outside tags is text. */
    private final boolean prose;
    /** Whether the text may be cut at its end, as prose may: then no token is kept for the end. */
    private final boolean cuttable;

    private final Progress start;
    private final Map<Key, Allowed> masks = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(List<Place> places, int budget) {}

    private TokenGrammar(Grammar grammar, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        cuttable = grammar.form() instanceof Form.Tagged own && own.prose();
        prose = !(grammar.form() instanceof Form.Tagged tagged) || tagged.prose();
        Network network = new Network();
        Node first = new Compiler(network, vocabulary.specials()).compile(grammar, network.end());
        if (vocabulary.dropsFirstSpace()) {
            Node space = network.node().edge(' ', first);
            space.same.add(first);
            first = space;
        }
        new Costs(vocabulary).compute(network.nodes());
        start = new Progress(List.of(new Way(Place.of(first, null), null)), 0, 0);
        if (first.cost >= Node.NEVER) {
            throw new IllegalArgumentException(
                    "no text fits the grammar: a schema that refers to itself needs a way to end,"
                            + " and every character must be in the model's vocabulary");
        }
        if (vocabulary.ends().isEmpty()) {
            throw new IllegalArgumentException("a grammar needs a model that has a token to end answers with");
        }
    }

    /** Made once for each grammar and vocabulary. */
    public static TokenGrammar of(Grammar grammar, Vocabulary vocabulary) {
        return vocabulary.compiled(grammar, TokenGrammar.class, own -> new TokenGrammar(grammar, own));
    }

    public Progress start() {
        return start;
    }

    /** Fewest tokens of a text, its end included, unless it may be cut. */
    public int leastTokens() {
        return Allowed.cost(start.places()) + (cuttable ? 0 : 1);
    }

    /**
     * @param remaining how many tokens the text may still have, its end included
     * @throws IllegalStateException if none may come next
     */
    public synchronized Allowed allowed(List<Place> places, int remaining) {
        int budget = Math.max(-1, remaining - (cuttable ? 1 : 2));
        Allowed all = unlimited(places);
        Allowed affordable =
                all.dearest() <= budget ? all : masks.computeIfAbsent(new Key(places, budget), this::compute);
        while (masks.size() > MOST_MASKS) {
            masks.remove(masks.keySet().iterator().next());
        }
        if (affordable.mask().isEmpty()) {
            throw new IllegalStateException("no text of " + remaining + " more tokens fits the grammar");
        }
        return affordable;
    }

    /**
     * Whether the limit leaves out a token that the grammar allows.
     *
     * @param remaining as for {@link #allowed}
     */
    public synchronized boolean narrowed(List<Place> places, int remaining) {
        return !allowed(places, remaining).mask().equals(unlimited(places).mask());
    }

    private Allowed unlimited(List<Place> places) {
        return masks.computeIfAbsent(new Key(places, Node.NEVER - 1), this::compute);
    }

    private Allowed compute(Key key) {
        return Allowed.of(key.places, key.budget, vocabulary);
    }

    /** @throws IllegalArgumentException if the token may not stand there */
    public Progress after(Progress before, int token) {
        Reader reader = new Reader(vocabulary, before, null);
        if (!reader.read(token)) {
            throw new IllegalArgumentException("token " + token
                    + " does not fit the grammar here: a language model draws from the mask of a draw only");
        }
        return before.then(reader.ways, reader.symbols);
    }

    /** Reads a text from its beginning, as far as it fits the grammar; {@code ended} if nothing follows. */
    public Reading read(int[] tokens, boolean ended) {
        TaggedText text = new TaggedText();
        Reader reader = new Reader(vocabulary, start, text);
        for (int token : tokens) {
            if (!reader.read(token)) {
                break;
            }
        }
        Progress whole = start.then(reader.ways, reader.symbols);
        Reading reading = ended
                ? text.reading(whole.ended().ways().get(0).tag(), whole.symbols())
                : text.reading(whole.ways().get(0).tag(), whole.known());
        int dropped = vocabulary.dropsFirstSpace() && reading.prose().startsWith(" ") ? 1 : 0;
        return new Reading(
                prose ? reading.prose().substring(dropped) : "",
                reading.tags().stream()
                        .map(tag -> new Reading.Found(
                                tag.tag(), tag.content(), prose ? Math.max(0, tag.at() - dropped) : 0))
                        .toList());
    }
}
