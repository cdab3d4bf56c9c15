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
 * @param strengthCounts whether an answer may ask for a strength above 0: only a calibrated pair knows what it means; true as long as
 *     that is not known
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
        boolean strengthCounts,
        List<String> profiles,
        boolean showsRejected,
        boolean demo,
        int maxMessages,
        int maxMessageCharacters,
        int maxScoreCharacters) {

    /**
     * Options that the page shows.
     *
     * @param rewardFloor below which nothing is accepted, at strength 0 either; null if there is none
     */
    record Defaults(
            double strength, int maxNewTokens, @Nullable Double rewardFloor) {

        static Defaults of(GenerationOptions options) {
            Double strength = options.strength();
            Integer maxNewTokens = options.maxNewTokens();
            Double floor = options.rewardFloor();
            return new Defaults(
                    strength == null ? GenerationOptions.DEFAULT_STRENGTH : strength,
                    maxNewTokens == null ? DecodingOptions.DEFAULT_MAX_NEW_TOKENS : maxNewTokens,
                    floor == null || floor.isInfinite() ? null : floor);
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
                !loaded || engine.calibration() != null,
                engine.profiles().keySet().stream().sorted().toList(),
                properties.showRejected(),
                properties.demo(),
                properties.maxMessages(),
                properties.maxMessageCharacters(),
                properties.maxScoreCharacters());
    }
}
