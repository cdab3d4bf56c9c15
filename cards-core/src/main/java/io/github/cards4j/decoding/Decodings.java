package io.github.cards4j.decoding;

import io.github.cards4j.decoding.internal.Beginning;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Begins answers. */
public final class Decodings {

    private Decodings() {}

    /**
     * Begins one answer. Nothing runs until the first {@link Decoding#advance}.
     *
     * @param prompt token ids of the rendered conversation
     * @param rewardModel may be null for {@link Method#PLAIN} only
     * @param conversation what the reward model judges answers to
     * @throws IllegalArgumentException if the prompt is empty or leaves no room for an answer, or options do not fit
     */
    public static Decoding begin(
            LanguageModel model,
            @Nullable RewardModel rewardModel,
            int[] prompt,
            List<Message> conversation,
            DecodingOptions options,
            DecodingListener listener) {
        return Beginning.begin(model, rewardModel, prompt, conversation, options, listener);
    }
}
