package io.github.cards4j;

import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.RewardModel;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What an engine runs. Created and closed on the worker's thread.
 *
 * @param llmKey content key of the language model
 * @param rewardKey content key of the reward model
 * @param resolver of options, as long as nobody calibrates anew
 * @param lanes candidates that grow at the same time: those that several requests share, and the default of one alone
 * @param owned further things to close, after the models
 */
record Models(
        LanguageModel llm,
        String llmKey,
        @Nullable RewardModel reward,
        @Nullable String rewardKey,
        PromptEncoder prompts,
        String description,
        int lanes,
        OptionResolver resolver,
        List<AutoCloseable> owned) {

    /** The most tokens that a prompt and its answer may have together. */
    int contextLength() {
        return llm.contextLength();
    }

    Set<Integer> endTokens() {
        return Set.copyOf(llm.endTokens());
    }

    void close() {
        prompts.close();
        if (reward != null) {
            close(reward);
        }
        close(llm);
        owned.forEach(Models::close);
    }

    static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(Cards.class).warn("{} could not be closed", resource, e);
        }
    }
}
