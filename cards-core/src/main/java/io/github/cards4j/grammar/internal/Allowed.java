package io.github.cards4j.grammar.internal;

import io.github.cards4j.model.TokenMask;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that may come next.
 *
 * @param mask they
 * @param dearest the most tokens that the text needs behind one of them
 * @param forced whether there is but one of them, or the text that may come next is the same for all
 */
public record Allowed(TokenMask mask, int dearest, boolean forced) {

    /** @param budget of tokens that the text may need behind the next one, its end not counted; below 0 only the end is left */
    public static Allowed of(List<Place> places, int budget, Vocabulary vocabulary) {
        Collecting found = new Collecting(vocabulary, budget);
        for (Place place : places) {
            found.add(place.node(), place.stack());
        }
        return found.allowed(places);
    }

    private static final class Collecting {
        private final Vocabulary vocabulary;
        private final int budget;
        private final BitSet tokens = new BitSet();
        private int dearest;
        private boolean mayEnd;

        Collecting(Vocabulary vocabulary, int budget) {
            this.vocabulary = vocabulary;
            this.budget = budget;
        }

        void add(Node node, @Nullable Stack stack) {
            NodeTokens own = NodeTokens.of(node, vocabulary);
            int outside = Stack.cost(stack);
            int most = -1;
            for (int i = 0; i < own.costs().length && own.costs()[i] + outside <= budget; i++) {
                most = i;
            }
            if (most >= 0) {
                tokens.or(own.upTo()[most]);
                dearest = Math.max(dearest, own.costs()[most] + outside);
            }
            Steps.specials(node, stack, (special, then) -> {
                int cost = Place.of(special.to(), then).cost();
                if (cost <= budget) {
                    tokens.set(special.token());
                    dearest = Math.max(dearest, cost);
                }
            });
            if (stack == null) {
                mayEnd = mayEnd || own.mayEnd();
                return;
            }
            List<Place> behind = List.of(Place.of(stack.top, stack.below));
            for (int exit : own.exits()) {
                below(exit, behind);
            }
            if (own.mayEnd()) {
                add(behind.get(0).node(), behind.get(0).stack());
            }
        }

        private void below(int trie, List<Place> places) {
            for (int child = trie + 1; child < vocabulary.below(trie); child = vocabulary.below(child)) {
                List<Place> now = Steps.over(places, vocabulary.label(child));
                if (now.isEmpty()) {
                    continue;
                }
                if (vocabulary.hasToken(child)) {
                    int cost = cost(now);
                    if (cost <= budget) {
                        vocabulary.addTokens(child, tokens);
                        dearest = Math.max(dearest, cost);
                    }
                }
                below(child, now);
            }
        }

        Allowed allowed(List<Place> places) {
            if (mayEnd) {
                vocabulary.ends().forEach(tokens::set);
            }
            return new Allowed(TokenMask.of(tokens), dearest, tokens.cardinality() == 1 || oneText(places));
        }

        private boolean oneText(List<Place> places) {
            BitSet next = new BitSet();
            BitSet specials = new BitSet();
            for (Place place : places) {
                Steps.bytes(place.node(), place.stack(), next);
                Steps.specials(place.node(), place.stack(), (special, then) -> specials.set(special.token()));
            }
            return next.cardinality() + specials.cardinality() + (mayEnd ? 1 : 0) == 1;
        }
    }

    /** Fewest tokens to the end of the text. */
    public static int cost(List<Place> places) {
        return places.stream().mapToInt(Place::cost).min().orElse(Node.NEVER);
    }
}
