package io.github.cards4j.torch.internal;

import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Tokenizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** log p(yes) - log p(no) of the next token: however a yes is written, and none that could also begin a no. */
record YesNo(long[] yes, long[] no) implements RewardHead {

    static YesNo of(String model, Tokenizer tokenizer) {
        Set<Integer> yes = beginnings(tokenizer, "Yes", "yes", "YES", " Yes", " yes");
        Set<Integer> no = beginnings(tokenizer, "No", "no", "NO", " No", " no");
        Set<Integer> both = new LinkedHashSet<>(yes);
        both.retainAll(no);
        yes.removeAll(both);
        no.removeAll(both);
        if (yes.isEmpty() || no.isEmpty()) {
            throw new ModelException("the tokenizer of " + model + " has no tokens that tell a yes from a no:"
                    + " this model cannot be a judge");
        }
        return new YesNo(longs(yes), longs(no));
    }

    private static Set<Integer> beginnings(Tokenizer tokenizer, String... words) {
        Set<Integer> first = new LinkedHashSet<>();
        for (String word : words) {
            int[] ids = tokenizer.encode(List.of(Piece.text(word)));
            if (ids.length > 0) {
                first.add(ids[0]);
            }
        }
        return first;
    }

    private static long[] longs(Set<Integer> ids) {
        return ids.stream().mapToLong(Integer::longValue).toArray();
    }

    @Override
    public float[] rewards(Transformer transformer, Pass pass) {
        return transformer.odds(pass, yes, no);
    }
}
