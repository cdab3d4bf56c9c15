package io.github.cards4j.samples.quickstart;

import io.github.cards4j.decoding.Counters;
import java.util.List;
import java.util.function.Function;

/** Both answers side by side, and under them what they are worth and what they cost. */
record Summary(Outcome plain, Outcome aligned) {

    private static final String MARGIN = "  ";
    private static final String GAP = "   ";
    private static final int LABEL = 26;
    private static final int VALUE = 22;

    void show(Screen screen) {
        int column = (screen.width() - MARGIN.length() - GAP.length()) / 2;
        heading(screen, column);
        List<String> left = Wrap.lines(plain.result().text(), column);
        List<String> right = Wrap.lines(aligned.result().text(), column);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String first = i < left.size() ? left.get(i) : "";
            String second = i < right.size() ? right.get(i) : "";
            screen.line((MARGIN + Wrap.left(first, column) + GAP + second).stripTrailing());
        }
        screen.line();
        screen.line(screen.style(
                Wrap.left("", LABEL) + Wrap.right(plain.name(), VALUE) + Wrap.right(aligned.name(), VALUE),
                Screen.Style.BOLD));
        row(screen, "reward", outcome -> Numbers.reward(outcome.reward()));
        styles(screen);
        count(screen, "tokens proposed", Counters::tokensProposed);
        count(screen, "tokens accepted", Counters::tokensAccepted);
        count(screen, "language model passes", Counters::llmForwardPasses);
        count(screen, "reward model passes", Counters::rewardForwardPasses);
        row(
                screen,
                "time to first segment",
                outcome -> Numbers.time(outcome.result().counters().timeToFirstSegment()));
        row(
                screen,
                "total time",
                outcome -> Numbers.time(outcome.result().counters().totalTime()));
    }

    private void heading(Screen screen, int column) {
        String rule = "─".repeat(column);
        screen.line(MARGIN + screen.style(Wrap.left(plain.name(), column) + GAP + aligned.name(), Screen.Style.BOLD));
        screen.line(screen.style(MARGIN + rule + GAP + rule, Screen.Style.DIM));
    }

    private void styles(Screen screen) {
        Outcome.Style first = plain.style();
        Outcome.Style second = aligned.style();
        if (first != null && second != null) {
            screen.line(MARGIN
                    + Wrap.left("true style", LABEL - MARGIN.length())
                    + style(screen, first)
                    + style(screen, second));
        }
    }

    private static String style(Screen screen, Outcome.Style style) {
        return screen.style(Wrap.right(style.words(), VALUE), style.bad() ? Screen.Style.RED : Screen.Style.GREEN);
    }

    private void count(Screen screen, String label, Function<Counters, Long> counter) {
        row(
                screen,
                label,
                outcome -> Numbers.count(counter.apply(outcome.result().counters())));
    }

    private void row(Screen screen, String label, Function<Outcome, String> value) {
        screen.line(MARGIN
                + Wrap.left(label, LABEL - MARGIN.length())
                + Wrap.right(value.apply(plain), VALUE)
                + Wrap.right(value.apply(aligned), VALUE));
    }
}
