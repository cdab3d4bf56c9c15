package io.github.cards4j.grammar.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of the tokens after a node whatever waits for its rule to end. Found by one walk over the vocabulary, so
 * that a mask needs none: in a string, say, nearly all tokens stay in it, and only those with a quote must be looked at again.
 *
 * @param costs of what the tokens lead to, to the end of the rule; ascending
 * @param upTo tokens that stay in the rule and lead to no more than the cost at the same index
 * @param exits nodes of the vocabulary's trie before which the rule may have ended: what lies below is somebody else's
 * @param mayEnd whether the rule may end before any byte
 */
record NodeTokens(int[] costs, BitSet[] upTo, int[] exits, boolean mayEnd) {

    static NodeTokens of(Node node, Vocabulary vocabulary) {
        if (node.tokens == null) {
            Walk walk = new Walk(vocabulary, node.prose);
            walk.below(0, List.of(new Place(node, Stack.BASE)));
            node.tokens = walk.found(Steps.mayEnd(node, Stack.BASE));
        }
        return node.tokens;
    }

    private static final class Walk {
        private final Vocabulary vocabulary;
        private final boolean prose;
        private final Map<Integer, BitSet> byCost = new TreeMap<>();
        private final List<Integer> exits = new ArrayList<>();

        Walk(Vocabulary vocabulary, boolean prose) {
            this.vocabulary = vocabulary;
            this.prose = prose;
        }

        void below(int trie, List<Place> places) {
            for (int child = trie + 1; child < vocabulary.below(trie); child = vocabulary.below(child)) {
                List<Place> now = Steps.over(places, vocabulary.label(child));
                if (!now.isEmpty()) {
                    at(child, now);
                }
            }
        }

        private void at(int trie, List<Place> places) {
            int cost = Node.NEVER;
            boolean mayEnd = false;
            for (Place place : places) {
                cost = Math.min(cost, place.cost());
                mayEnd = mayEnd || Steps.mayEnd(place.node(), place.stack());
            }
            if (vocabulary.hasToken(trie)) {
                vocabulary.addTokens(trie, byCost.computeIfAbsent(cost, c -> new BitSet()));
            }
            if (mayEnd && !prose && vocabulary.below(trie) > trie + 1) {
                exits.add(trie);
            }
            below(trie, places);
        }

        NodeTokens found(boolean mayEnd) {
            int[] costs = byCost.keySet().stream().mapToInt(i -> i).toArray();
            BitSet[] upTo = new BitSet[costs.length];
            BitSet all = new BitSet();
            for (int i = 0; i < costs.length; i++) {
                all.or(byCost.get(costs[i]));
                upTo[i] = (BitSet) all.clone();
            }
            return new NodeTokens(costs, upTo, exits.stream().mapToInt(i -> i).toArray(), mayEnd);
        }
    }
}
