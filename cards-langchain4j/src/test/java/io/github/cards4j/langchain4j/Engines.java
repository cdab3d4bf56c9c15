package io.github.cards4j.langchain4j;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.reward.RewardModels;
import io.github.cards4j.reward.TextReward;
import io.github.cards4j.template.ChatFormats;
import io.github.cards4j.test.Gate;
import io.github.cards4j.test.ScriptedModel;
import io.github.cards4j.test.ToolScript;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Engines over scripted models; CARDS is the method, and accepts what the reward says. */
final class Engines {

    static final String STORY = "Once upon a time a fox met a hen. ".repeat(20).strip();

    private Engines() {}

    /** Knows what LangChain4j's contract suites ask for. */
    static ScriptedModel knowing() {
        return ScriptedModel.choosing(Knowledge::answers);
    }

    /** An engine that knows that, and calls tools. */
    static Cards contract() {
        return over(knowing(), judging(text -> 1), ToolScript.HERMES.template());
    }

    static ScriptedModel saying(String answer) {
        return new ScriptedModel(prompt -> answer);
    }

    /** Its device fails in every step. */
    static Cards failing() {
        return over(saying("nothing").beforeStep(() -> {
            throw new ModelException("the device failed");
        }));
    }

    /** A reward that is a function of the answer. */
    static RewardModel judging(ToDoubleFunction<String> reward) {
        return RewardModels.of("scripted-reward", TextReward.each(reward));
    }

    static Cards over(ScriptedModel model) {
        return over(model, judging(text -> 1), 64);
    }

    /** A strength means something to it. */
    static Cards calibrated(ScriptedModel model) {
        Cards engine = over(model);
        engine.calibrate(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
        return engine;
    }

    static Cards over(ScriptedModel model, RewardModel reward, int queueCapacity) {
        return over(model, reward, ChatFormats.of("chatml"), queueCapacity);
    }

    /** With another chat template, such as one that takes tools. */
    static Cards over(ScriptedModel model, RewardModel reward, ChatTemplate template) {
        return over(model, reward, template, 64);
    }

    private static Cards over(ScriptedModel model, RewardModel reward, ChatTemplate template, int queueCapacity) {
        GenerationOptions judged = GenerationOptions.builder()
                .targetReward(1.0)
                .rewardTemperature(0.1)
                .uncertaintyThreshold(3.0)
                .maxNewTokens(2000)
                .build();
        CardsOptions options = CardsOptions.builder()
                .llm("scripted")
                .defaults(judged)
                .queueCapacity(queueCapacity)
                .build();
        return Cards.of(model, reward, template, options);
    }

    /** Closes an engine whose model stands at a gate, so that its answers are surely in flight. */
    static void close(Cards engine, Gate gate) throws InterruptedException {
        gate.awaitReached();
        Thread closing = new Thread(engine::close);
        closing.start();
        while (takesRequests(engine)) {
            Thread.onSpinWait();
        }
        gate.open();
        closing.join();
    }

    private static boolean takesRequests(Cards engine) {
        try {
            engine.score(List.of(), List.of());
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }
}
