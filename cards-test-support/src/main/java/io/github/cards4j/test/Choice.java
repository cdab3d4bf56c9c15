package io.github.cards4j.test;

import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.TokenMask;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is one of several texts.
 *
 * @param texts their tokens, the likeliest first
 * @param strict whether it is an error if a mask allows none of them; else something that it allows is drawn
 */
record Choice(List<List<Integer>> texts, boolean strict) implements ScriptedModel.Answer {

    private static final int END = ByteTokenizer.END;

    /** In nats; where a word begins, the model is uncertain, and a segment ends. */
    private static final double UNCERTAIN = 5;

    private static final double CERTAIN = 0.1;

    static Choice of(List<String> texts, boolean strict) {
        return new Choice(texts.stream().map(Choice::tokens).toList(), strict);
    }

    private static List<Integer> tokens(String text) {
        IntStream bytes = IntStream.of(new ByteTokenizer().encode(text));
        return IntStream.concat(bytes, IntStream.of(END)).boxed().toList();
    }

    @Override
    public Drawn next(List<Integer> soFar, Draw draw) {
        TokenMask mask = draw.mask();
        int token = texts.stream()
                .filter(text -> begins(text, soFar))
                .mapToInt(text -> text.get(soFar.size()))
                .filter(next -> mask == null || mask.allows(next))
                .findFirst()
                .orElseGet(() -> other(soFar, mask, draw.u()));
        return new Drawn(token, -1, token == ' ' ? UNCERTAIN : CERTAIN);
    }

    private static boolean begins(List<Integer> text, List<Integer> soFar) {
        return text.size() > soFar.size() && text.subList(0, soFar.size()).equals(soFar);
    }

    private int other(List<Integer> soFar, @Nullable TokenMask mask, double u) {
        if (mask == null) {
            return END;
        }
        if (strict) {
            int[] said = soFar.stream().mapToInt(Integer::intValue).toArray();
            throw new IllegalStateException(
                    "the mask does not allow what the script says after '" + new ByteTokenizer().decode(said) + "'");
        }
        return babble(mask, u);
    }

    /** Ends are likely, so that it comes to one. */
    private static int babble(TokenMask mask, double u) {
        int[] ends = IntStream.of(END, '"', '}', ']').filter(mask::allows).toArray();
        if (ends.length > 0 && u < 0.4) {
            return ends[0];
        }
        int[] any = IntStream.rangeClosed(0, END).filter(mask::allows).toArray();
        return any[(int) (u * any.length)];
    }
}
