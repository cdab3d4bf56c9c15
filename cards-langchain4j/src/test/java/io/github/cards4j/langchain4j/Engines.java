package io.github.cards4j.langchain4j;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.template.ChatFormats;
import java.util.Map;

/** Engines over scripted models; CARDS is the method, and accepts what the reward says. */
final class Engines {

    static final String STORY = "Once upon a time a fox met a hen. ".repeat(20).strip();

    private static final Map<String, String> KNOWLEDGE = Map.of(
            "capital of Germany", "The capital of Germany is Berlin, of course.",
            "I love you", "Ich liebe dich.",
            "my favorite color", "Your favorite color is green.",
            "Say 'Hello World'", "Hello World",
            "2+2", "It is 4, and always was.",
            "story", STORY);

    private Engines() {}

    /** Knows what LangChain4j's contract suites ask for. */
    static ScriptedModel knowing() {
        return new ScriptedModel(prompt -> {
            String question = prompt.substring(prompt.lastIndexOf("<|im_start|>user"));
            return KNOWLEDGE.entrySet().stream()
                    .filter(entry -> question.contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("I do not know that.");
        });
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

    static Cards over(ScriptedModel model) {
        return over(model, new ScriptedReward(text -> 1), 64);
    }

    static Cards over(ScriptedModel model, ScriptedReward reward, int queueCapacity) {
        GenerationOptions judged = GenerationOptions.builder()
                .targetReward(1.0)
                .rewardTemperature(0.1)
                .uncertaintyThreshold(3.0)
                .build();
        CardsOptions options = CardsOptions.builder()
                .llm("scripted")
                .defaults(judged)
                .queueCapacity(queueCapacity)
                .build();
        return Cards.of(model, reward, ChatFormats.of("chatml"), options);
    }
}
