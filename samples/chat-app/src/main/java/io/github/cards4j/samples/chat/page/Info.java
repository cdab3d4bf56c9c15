package io.github.cards4j.samples.chat.page;

import io.github.cards4j.Cards;
import io.github.cards4j.EngineState;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.samples.chat.ChatAppProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of the application.
 *
 * @param llm name of the language model
 * @param reward name of the reward model; null if there is none, or it is not loaded yet
 * @param device device and library; null as long as the models are not loaded
 * @param state of the engine
 * @param defaults what an answer gets that asks for nothing else
 * @param profiles names of policies to choose among, in alphabetical order
 * @param showsRejected whether segments come with the candidates that they beat
 * @param demo whether these are the embedded models
 * @param maxMessages most messages in a conversation
 * @param maxMessageCharacters longest message
 * @param maxScoreCharacters most characters of answers that are judged afterwards in one request
 */
record Info(
        String llm,
        @Nullable String reward,
        @Nullable String device,
        EngineState state,
        Defaults defaults,
        List<String> profiles,
        boolean showsRejected,
        boolean demo,
        int maxMessages,
        int maxMessageCharacters,
        int maxScoreCharacters) {

    /** Options that the page shows. */
    record Defaults(double strength, int maxNewTokens) {

        static Defaults of(GenerationOptions options) {
            Double strength = options.strength();
            Integer maxNewTokens = options.maxNewTokens();
            return new Defaults(
                    strength == null ? GenerationOptions.DEFAULT_STRENGTH : strength,
                    maxNewTokens == null ? DecodingOptions.DEFAULT_MAX_NEW_TOKENS : maxNewTokens);
        }
    }

    static Info of(Cards engine, ChatAppProperties properties) {
        EngineState state = engine.state();
        boolean loaded = state == EngineState.READY;
        return new Info(
                engine.modelName(),
                loaded ? engine.rewardName() : null,
                loaded ? engine.description() : null,
                state,
                Defaults.of(engine.defaults()),
                engine.profiles().keySet().stream().sorted().toList(),
                properties.showRejected(),
                properties.demo(),
                properties.maxMessages(),
                properties.maxMessageCharacters(),
                properties.maxScoreCharacters());
    }
}
