package io.github.cards4j.spring;

import io.github.cards4j.decoding.OnExhausted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything under {@code cards}.
 *
 * @param enabled Whether chat models with aligned decoding are made.
 * @param loading When models are loaded: eager, before the application is up, so that what is wrong stops it; background, while the
 *     application starts, which is not ready until then; lazy, by the first request. If set to eager or background, also where
 *     spring.main.lazy-initialization is true.
 * @param primary Whether the chat models of cards4j go before those of other starters and of the application, which are left to be
 *     injected by name.
 * @param shutdownTimeout How long answers in flight may take to end when the application shuts down; then they are cancelled.
 *     0s cancels them at once.
 * @param ignoreUnknown Whether names below cards that cards4j does not know are left alone, because something else reads them.
 * @param device Where models run: auto takes the first GPU if there is one, else the CPU; also cpu or cuda:N.
 * @param dtype Number type of weights and caches: auto takes bfloat16 where the device computes in it fast, else float32.
 * @param nativeDownload Whether native code may be downloaded at run time.
 * @param offline Whether models of a hub may only come from the cache; the environment variable HF_HUB_OFFLINE says the same.
 * @param threads CPU threads for tensor work; 0 for as many as there are processors.
 * @param queueCapacity Most answers that may wait or run at the same time; beyond it requests are refused.
 * @param promptCacheMegabytes Memory of the device, in millions of bytes, for what was read of earlier prompts, so that a
 *     conversation's next turn and a shared system message are not read again; 0 reads everything anew.
 * @param llm Language model.
 * @param reward Reward model.
 * @param sampling How tokens are drawn, and how long an answer may get.
 * @param segmentation Where candidate segments end.
 * @param alignment How strictly answers are judged.
 * @param profiles Named policies that requests may choose among: cards.profiles.support.strength=0.8. What a profile leaves unset is as
 *     for every answer.
 */
@ConfigurationProperties(CardsProperties.PREFIX)
public record CardsProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("eager") Loading loading,
        @DefaultValue("false") boolean primary,
        @DefaultValue("20s") Duration shutdownTimeout,
        @DefaultValue("false") boolean ignoreUnknown,
        @DefaultValue("auto") String device,
        @DefaultValue("auto") String dtype,
        @DefaultValue("false") boolean nativeDownload,
        @DefaultValue("false") boolean offline,
        @DefaultValue("0") int threads,
        @DefaultValue("64") int queueCapacity,
        @DefaultValue("512") int promptCacheMegabytes,
        @DefaultValue Llm llm,
        @DefaultValue Reward reward,
        @DefaultValue Sampling sampling,
        @DefaultValue Segmentation segmentation,
        @DefaultValue Alignment alignment,
        @DefaultValue Map<String, Profile> profiles) {

    public static final String PREFIX = "cards";

    /** When models are loaded. */
    public enum Loading {
        EAGER,
        LAZY,
        BACKGROUND
    }

    /**
     * The language model.
     *
     * @param location Model on the hub, as owner/name or owner/name@revision; or a folder in the Hugging Face layout
     *     (config.json, tokenizer.json, *.safetensors): a path, a file: URI, or classpath:a/b/c.
     * @param chatFormat How conversations are written for the language model: auto, by its own chat template if it has one;
     *     chatml or plain.
     * @param chatVariables Further variables of its chat template, with the name in brackets:
     *     cards.llm.chat-variables[enable_thinking]=false.
     */
    public record Llm(
            @Nullable String location,
            @DefaultValue("auto") String chatFormat,
            @DefaultValue Map<String, String> chatVariables) {}

    /**
     * The reward model.
     *
     * @param location Model with a score head, on the hub, as owner/name or owner/name@revision; or its folder in the Hugging
     *     Face layout: a path, a file: URI, or classpath:a/b/c.
     * @param question Policy in words, asked of an instruct model about each answer, so that yes means good. The model is that
     *     of location, or the language model itself; the reward is the log-odds of its yes against its no.
     * @param chatFormat How conversations are written for the reward model; by default as for the language model, where auto
     *     means the reward model's own chat template.
     * @param convention How the reward model sees an unfinished answer: closed, as if it ended there, or open.
     * @param label Which output is the reward, by its name in config.json, for models with several.
     */
    public record Reward(
            @Nullable String location,
            @Nullable String question,
            @Nullable String chatFormat,
            @DefaultValue("closed") String convention,
            @Nullable String label) {}

    /**
     * How tokens are drawn.
     *
     * @param temperature Sampling temperature, in [0, 100]; 0.7 if unset. At 0 all attempts are equal and nothing is aligned.
     * @param topK How many of the most likely tokens may be drawn; 40 if unset, 0 for all.
     * @param topP Probability mass from which tokens are drawn, in (0, 1]; 1 if unset.
     * @param maxNewTokens Longest answer in tokens, at least 1; 256 if unset.
     * @param stopSequences Texts at which an answer ends; none if unset.
     * @param seed Fixes every random number; a new one for each answer if unset.
     * @param deadline Time after which an answer ends with what has been accepted; none if unset.
     */
    public record Sampling(
            @Nullable Double temperature,
            @Nullable Integer topK,
            @Nullable Double topP,
            @Nullable Integer maxNewTokens,
            @Nullable List<String> stopSequences,
            @Nullable Long seed,
            @Nullable Duration deadline) {}

    /**
     * Where candidate segments end.
     *
     * @param uncertaintyThreshold Next-token entropy in nats at which a segment ends, at least 0; calibrated if unset.
     * @param minTokens Shortest segment in tokens, at least 1; 4 if unset.
     * @param maxTokens Longest segment in tokens, at least min-tokens; 64 if unset.
     */
    public record Segmentation(
            @Nullable Double uncertaintyThreshold,
            @Nullable Integer minTokens,
            @Nullable Integer maxTokens) {}

    /**
     * How strictly answers are judged.
     *
     * @param strength Dial that most people need, in [0, 1]: 0 is plain decoding, 0.5 (if unset) aims at the best of 20 plain
     *     answers, 1 at the best of 400.
     * @param targetReward Reward to reach by the end, instead of the one that strength sets.
     * @param rewardWeight Where the target starts, in [0, 1]: 0 at the reward of the prompt, 1 at the target; 0.5 if unset.
     * @param rewardTemperature How strict acceptance is, above 0; calibrated if unset.
     * @param rewardFloor Hard limit: nothing below it is ever accepted; none if unset.
     * @param maxAttempts Most attempts at a segment, 1 to 10000; 21 if unset.
     * @param onExhausted What happens when attempts run out; best if unset.
     * @param replacement Sentence that ends an answer for on-exhausted=replace.
     * @param ramp Over how many tokens the target rises, at least 1; the calibrated median length of a plain answer if unset, and
     *     without a calibration 128.
     * @param method Decoding method: cards, cards:LANES, plain, best-of-n:N, best-of-n-sequential:N or rejection:N; if unset, cards,
     *     or plain where nothing judges, or strength is 0 and there is no reward-floor.
     * @param maxLanes Most candidates that grow at the same time, 1 to 256; if unset, 16 on a CPU, 64 on a GPU, and more for best-of-n.
     * @param calibration Calibration file of this pair of models; calibration.json in the reward model's folder if unset.
     */
    public record Alignment(
            @Nullable Double strength,
            @Nullable Double targetReward,
            @Nullable Double rewardWeight,
            @Nullable Double rewardTemperature,
            @Nullable Double rewardFloor,
            @Nullable Integer maxAttempts,
            @Nullable OnExhausted onExhausted,
            @Nullable String replacement,
            @Nullable Integer ramp,
            @Nullable String method,
            @Nullable Integer maxLanes,
            @Nullable String calibration) {}

    /**
     * A named policy. What it leaves unset is as for every answer.
     *
     * @param strength Dial that most people need, in [0, 1]: 0 is plain decoding, 0.5 aims at the best of 20 plain answers, 1 at
     *     the best of 400. With a calibration it counts before a target-reward that is set for every answer.
     * @param method Decoding method: cards, cards:LANES, plain, best-of-n:N, best-of-n-sequential:N or rejection:N.
     * @param targetReward Reward to reach by the end, instead of the one that strength sets.
     * @param rewardWeight Where the target starts, in [0, 1]: 0 at the reward of the prompt, 1 at the target.
     * @param rewardTemperature How strict acceptance is, above 0.
     * @param rewardFloor Hard limit: nothing below it is ever accepted; -Infinity for none.
     * @param maxAttempts Most attempts at a segment, 1 to 10000.
     * @param onExhausted What happens when attempts run out.
     * @param replacement Sentence that ends an answer for on-exhausted=replace.
     * @param ramp Over how many tokens the target rises.
     * @param maxLanes Most candidates that grow at the same time.
     * @param uncertaintyThreshold Next-token entropy in nats at which a segment ends.
     * @param minSegmentTokens Shortest segment in tokens.
     * @param maxSegmentTokens Longest segment in tokens.
     * @param temperature Sampling temperature, in [0, 100]. At 0 all attempts are equal and nothing is aligned.
     * @param topK How many of the most likely tokens may be drawn; 0 for all.
     * @param topP Probability mass from which tokens are drawn, in (0, 1].
     * @param maxNewTokens Longest answer in tokens.
     * @param stopSequences Texts at which an answer ends.
     * @param seed Fixes every random number.
     * @param deadline Time after which an answer ends with what has been accepted.
     */
    public record Profile(
            @Nullable Double strength,
            @Nullable String method,
            @Nullable Double targetReward,
            @Nullable Double rewardWeight,
            @Nullable Double rewardTemperature,
            @Nullable Double rewardFloor,
            @Nullable Integer maxAttempts,
            @Nullable OnExhausted onExhausted,
            @Nullable String replacement,
            @Nullable Integer ramp,
            @Nullable Integer maxLanes,
            @Nullable Double uncertaintyThreshold,
            @Nullable Integer minSegmentTokens,
            @Nullable Integer maxSegmentTokens,
            @Nullable Double temperature,
            @Nullable Integer topK,
            @Nullable Double topP,
            @Nullable Integer maxNewTokens,
            @Nullable List<String> stopSequences,
            @Nullable Long seed,
            @Nullable Duration deadline) {}
}
