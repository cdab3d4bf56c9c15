package io.github.cards4j.samples.quickstart;

import io.github.cards4j.samples.demo.Fault;
import io.github.cards4j.samples.demo.ShopLabeller;
import io.github.cards4j.samples.demo.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The true style of the embedded models' answers, by the grammar of their corpus; neither model knows it. */
final class TrueStyle implements BiFunction<String, String, Outcome.@Nullable Style> {

    private final ShopLabeller labeller = new ShopLabeller();

    /** @return null if the request is none of the grammar's */
    @Override
    public Outcome.@Nullable Style apply(String request, String answer) {
        if (!labeller.understands(request)) {
            return null;
        }
        Verdict verdict = labeller.label(request, answer);
        if (verdict.good()) {
            return new Outcome.Style(false, "courteous");
        }
        List<String> faults =
                verdict.faults().stream().sorted().map(TrueStyle::words).toList();
        String others = faults.size() > 1 ? " (+" + (faults.size() - 1) + ")" : "";
        return new Outcome.Style(true, faults.get(0) + others);
    }

    private static String words(Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
