package io.github.cards4j.samples.benchmark;

import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.Decoding;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.Decodings;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the time of answers goes: device work by kind, and what is left for Java. */
final class Breakdown {

    private final LanguageModel model;
    private final RewardModel reward;
    private final ChatTemplate template;
    private final Clock llmPrefill = new Clock();
    private final Clock llmSteps = new Clock();
    private final Clock llmAccepts = new Clock();
    private final Clock rewardPrefill = new Clock();
    private final Clock rewardScores = new Clock();
    private double millis;
    private long tokensAccepted;

    Breakdown(LanguageModel model, RewardModel reward, ChatTemplate template) {
        this.model = new TimedLanguageModel(model, llmPrefill, llmSteps, llmAccepts);
        this.reward = new TimedRewardModel(reward, rewardPrefill, rewardScores);
        this.template = template;
    }

    /** Answers one prompt on the calling thread, and adds its time. */
    void answer(String prompt, DecodingOptions options) {
        List<Message> conversation = List.of(Message.user(prompt));
        int[] tokens = model.tokenizer().encode(template.prompt(conversation));
        long start = System.nanoTime();
        DecodingResult result;
        try (Decoding decoding = Decodings.begin(model, reward, tokens, conversation, options, DecodingListener.NONE)) {
            while (!decoding.done()) {
                List<Draw> draws = decoding.draws();
                decoding.advance(draws.isEmpty() ? List.of() : model.step(draws));
            }
            result = decoding.result();
        }
        millis += (System.nanoTime() - start) / 1e6;
        Counters counters = result.counters();
        tokensAccepted += counters.tokensAccepted();
    }

    double millis() {
        return millis;
    }

    long tokensAccepted() {
        return tokensAccepted;
    }

    /** Milliseconds by kind of work; they add up to {@link #millis}. */
    Map<String, Double> parts() {
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("language model, prompt", llmPrefill.millis());
        parts.put("language model, steps", llmSteps.millis());
        parts.put("language model, accepting", llmAccepts.millis());
        parts.put("reward model, prompt", rewardPrefill.millis());
        parts.put("reward model, scores", rewardScores.millis());
        double device = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        parts.put("all else (Java)", millis - device);
        return parts;
    }

    long steps() {
        return llmSteps.calls();
    }

    long scores() {
        return rewardScores.calls();
    }
}
