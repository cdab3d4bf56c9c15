package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Decoding;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses what decodes an answer. */
public final class Beginning {

    /**
     * Answers that best-of-n scores in one pass: what was fastest when measured, see docs/decoding.md. Whole answers are rows
     * enough for a few of them to fill a pass.
     */
    static final int BEST_OF_BATCH = 4;

    private Beginning() {}

    /** As {@link io.github.cards4j.decoding.Decodings#begin}. */
    public static Decoding begin(
            LanguageModel model,
            @Nullable RewardModel rewardModel,
            int[] prompt,
            List<Message> conversation,
            DecodingOptions options,
            DecodingListener listener) {
        Method method = options.method();
        if (method.judged() && rewardModel == null) {
            throw new IllegalArgumentException(
                    "method " + method.id() + " needs a reward model: set one, or use method plain");
        }
        Answer answer = new Answer(model, prompt, options, listener);
        if (rewardModel == null || !method.judged()) {
            return new PlainDecoding(answer);
        }
        try {
            return judged(answer, new Rewards(rewardModel, conversation), ScoringPolicy.BY_ACCEPTANCE);
        } catch (RuntimeException | Error e) {
            answer.close();
            throw e;
        }
    }

    static Decoding judged(Answer answer, Rewards rewards, ScoringPolicy scoring) {
        DecodingOptions options = answer.options;
        boolean greedy = options.sampling().greedy();
        int most = options.maxLanes();
        Method method = options.method();
        if (method instanceof Method.Cards cards) {
            Alignment alignment = alignment(options);
            LanePlan plan =
                    cards.lanes() == 0 ? LanePlan.adaptive(most) : LanePlan.fixed(Math.min(cards.lanes(), most));
            return new CardsDecoding(
                    answer, rewards, SegmentRule.of(alignment), AcceptanceRule.cards(alignment, greedy), plan, scoring);
        }
        if (method instanceof Method.Rejection rejection) {
            AcceptanceRule rule = AcceptanceRule.wholeAnswers(alignment(options), rejection.maxAttempts(), greedy);
            return new CardsDecoding(answer, rewards, SegmentRule.WHOLE, rule, LanePlan.fixed(1), scoring);
        }
        if (method instanceof Method.BestOf best) {
            int n = greedy ? 1 : best.n();
            return new BestOfDecoding(answer, rewards, n, Math.min(n, most), BEST_OF_BATCH);
        }
        if (method instanceof Method.BestOfSequential best) {
            return new BestOfDecoding(answer, rewards, greedy ? 1 : best.n(), 1, 1);
        }
        throw new IllegalArgumentException("method " + method.id() + " does not judge answers");
    }

    private static Alignment alignment(DecodingOptions options) {
        Alignment alignment = options.alignment();
        if (alignment == null) {
            throw new IllegalArgumentException("method " + options.method().id() + " needs alignment options");
        }
        return alignment;
    }
}
