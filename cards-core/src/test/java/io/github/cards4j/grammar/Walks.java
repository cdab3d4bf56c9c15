package io.github.cards4j.grammar;

import io.github.cards4j.model.TokenMask;
import io.github.cards4j.model.Tokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Texts written by nothing but masks. */
final class Walks {

    private Walks() {}

    /** Every text of at most so many tokens that may end; the end token is left out. */
    static Set<List<Integer>> all(Constraint constraint, Tokenizer tokenizer, int end, int longest) {
        Set<List<Integer>> found = new HashSet<>();
        all(constraint.start(), tokenizer, end, longest, new ArrayList<>(), found);
        return found;
    }

    private static void all(
            Position at, Tokenizer tokenizer, int end, int longest, List<Integer> tokens, Set<List<Integer>> found) {
        TokenMask mask = at.mask(10_000);
        for (int token = 0; token < tokenizer.size(); token++) {
            if (!mask.allows(token)) {
                continue;
            }
            if (token == end) {
                found.add(List.copyOf(tokens));
            } else if (tokens.size() < longest) {
                tokens.add(token);
                all(at.after(token), tokenizer, end, longest, tokens, found);
                tokens.remove(tokens.size() - 1);
            }
        }
    }

    /** A text whose every token is drawn evenly from those allowed, the end token left out. */
    static List<Integer> random(Constraint constraint, Tokenizer tokenizer, int end, int limit, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> tokens = new ArrayList<>();
        Position at = constraint.start();
        for (int remaining = limit; remaining > 0; remaining--) {
            TokenMask mask = at.mask(remaining);
            int skip = random.nextInt(mask.count());
            int token = -1;
            while (skip >= 0) {
                token++;
                skip -= mask.allows(token) ? 1 : 0;
            }
            if (token == end) {
                return tokens;
            }
            tokens.add(token);
            at = at.after(token);
        }
        throw new AssertionError("no end within " + limit + " tokens: " + text(tokenizer, tokens));
    }

    static String text(Tokenizer tokenizer, List<Integer> tokens) {
        return tokenizer.decode(tokens.stream().mapToInt(i -> i).toArray());
    }
}
