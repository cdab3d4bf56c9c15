package io.github.cards4j;

import io.github.cards4j.reward.Reward;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which models an engine loads, and how.
 *
 * @param llm the language model: a folder in the Hugging Face layout ({@code config.json}, {@code tokenizer.json},
 *     {@code *.safetensors}), a {@code file:} URI of one, {@code classpath:a/b/c} for one on the class path, or
 *     {@code owner/name} of one on the hub, at {@code @revision} if that follows
 * @param reward what judges answers; null for plain decoding only
 * @param device {@code auto} (the first GPU if there is one, else the CPU), {@code cpu}, or {@code cuda:N}
 * @param dtype {@code auto}, {@code float32}, {@code bfloat16} or {@code float16}; auto takes bfloat16 where the device
 *     computes in it fast, else float32
 * @param chatFormat how conversations are written for the language model: {@code auto} (by its own chat template; without
 *     one, {@code chatml} if its tokenizer has that format's tokens, else {@code plain}), {@code chatml} or {@code plain}
 * @param chatVariables further variables of the language model's own chat template, such as {@code enable_thinking}: text,
 *     numbers, booleans, and lists and maps of those
 * @param rewardChatFormat as {@code chatFormat}, for the reward model: with {@code auto}, by the reward model's own template
 * @param rewardConvention how the reward model sees an unfinished answer: {@code closed}, as if it ended there, or
 *     {@code open}
 * @param rewardLabel which output of the reward model is the reward, by its name in {@code config.json}, for models with
 *     several; null for models with one
 * @param nativeDownload whether native code may be downloaded at run time
 * @param offline whether models of a hub may only come from the cache; the environment variable {@code HF_HUB_OFFLINE}
 *     says the same
 * @param calibration the pair's calibration file; null looks for {@code calibration.json} in the reward model's folder
 * @param threads CPU threads for tensor work; 0 for as many as there are processors
 * @param queueCapacity the most answers that may wait or run at the same time
 * @param promptCacheMegabytes memory of the device for prompt reuse, in millions of bytes: what both models have read of answers
 *     that are over is kept within it, so that a conversation's next turn, or another that begins with the same system
 *     message, reads only what is new; 0 switches it off. A token takes 46 kB in a model of 135 million parameters in
 *     float32, and 131 kB in one of 8 billion in bfloat16
 * @param stopAtExit whether the engine stops when the JVM begins to exit, by Ctrl-C or otherwise: the exit waits for the pass in
 *     hand, and no other begins; answers in flight are lost. Else something has to close the engine before the exit, as Spring
 *     does, or a pass that the exit meets may crash the process
 * @param defaults options of every answer, unless a request overrides them
 * @param profiles named options that a request may choose among, one policy each; they override the defaults
 */
public record CardsOptions(
        String llm,
        @Nullable Reward reward,
        String device,
        String dtype,
        String chatFormat,
        Map<String, Object> chatVariables,
        String rewardChatFormat,
        String rewardConvention,
        @Nullable String rewardLabel,
        boolean nativeDownload,
        boolean offline,
        @Nullable Path calibration,
        int threads,
        int queueCapacity,
        int promptCacheMegabytes,
        boolean stopAtExit,
        GenerationOptions defaults,
        Map<String, GenerationOptions> profiles) {

    public static final String DEFAULT_DEVICE = "auto";
    public static final String DEFAULT_DTYPE = "auto";
    public static final String DEFAULT_CHAT_FORMAT = "auto";
    public static final String DEFAULT_REWARD_CONVENTION = "closed";
    public static final int DEFAULT_QUEUE_CAPACITY = 64;
    public static final int DEFAULT_PROMPT_CACHE_MEGABYTES = 512;

    /** @throws IllegalArgumentException if an option is out of its range, or two contradict each other */
    public CardsOptions {
        profiles = Map.copyOf(profiles);
        if (profiles.keySet().stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a profile has a blank name: give it one");
        }
        if (!device.matches("auto|cpu|cuda(:\\d+)?")) {
            throw new IllegalArgumentException("device must be auto, cpu or cuda:N, but is '" + device + "'");
        }
        if (!dtype.matches("auto|float32|bfloat16|float16")) {
            throw new IllegalArgumentException(
                    "dtype must be auto, float32, bfloat16 or float16, but is '" + dtype + "'");
        }
        if (!rewardConvention.matches("closed|open")) {
            throw new IllegalArgumentException(
                    "rewardConvention must be closed or open, but is '" + rewardConvention + "'");
        }
        if (threads < 0) {
            throw new IllegalArgumentException(
                    "threads must be 0 (as many as there are processors) or more, but is " + threads);
        }
        if (queueCapacity < 1) {
            throw new IllegalArgumentException("queueCapacity must be 1 or more, but is " + queueCapacity);
        }
        if (promptCacheMegabytes < 0) {
            throw new IllegalArgumentException(
                    "promptCacheMegabytes must be 0 (no reuse) or more, but is " + promptCacheMegabytes);
        }
        OptionResolver.refuseWithoutEffect(GenerationOptions.none(), defaults);
        profiles.forEach((name, profile) -> {
            try {
                OptionResolver.refuseWithoutEffect(defaults, profile);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("profile " + name + ": " + e.getMessage(), e);
            }
        });
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; only {@link #llm} has no default. */
    public static final class Builder {
        private @Nullable String llm;
        private @Nullable Reward reward;
        private String device = DEFAULT_DEVICE;
        private String dtype = DEFAULT_DTYPE;
        private String chatFormat = DEFAULT_CHAT_FORMAT;
        private Map<String, ?> chatVariables = Map.of();
        private @Nullable String rewardChatFormat;
        private String rewardConvention = DEFAULT_REWARD_CONVENTION;
        private @Nullable String rewardLabel;
        private boolean nativeDownload;
        private boolean offline;
        private @Nullable Path calibration;
        private int threads;
        private int queueCapacity = DEFAULT_QUEUE_CAPACITY;
        private int promptCacheMegabytes = DEFAULT_PROMPT_CACHE_MEGABYTES;
        private boolean stopAtExit = true;
        private GenerationOptions defaults = GenerationOptions.none();
        private Map<String, GenerationOptions> profiles = Map.of();

        private Builder() {}

        public Builder llm(@Nullable String llm) {
            this.llm = llm;
            return this;
        }

        /** A reward model by its location, as of a language model; null for none. */
        public Builder reward(@Nullable String location) {
            return reward(location == null ? null : Reward.model(location));
        }

        /** What judges answers; null for nothing. */
        public Builder reward(@Nullable Reward reward) {
            this.reward = reward;
            return this;
        }

        public Builder device(String device) {
            this.device = device;
            return this;
        }

        public Builder dtype(String dtype) {
            this.dtype = dtype;
            return this;
        }

        public Builder chatFormat(String chatFormat) {
            this.chatFormat = chatFormat;
            return this;
        }

        public Builder chatVariables(Map<String, ?> chatVariables) {
            this.chatVariables = chatVariables;
            return this;
        }

        public Builder rewardChatFormat(@Nullable String rewardChatFormat) {
            this.rewardChatFormat = rewardChatFormat;
            return this;
        }

        public Builder rewardConvention(String rewardConvention) {
            this.rewardConvention = rewardConvention;
            return this;
        }

        public Builder rewardLabel(@Nullable String rewardLabel) {
            this.rewardLabel = rewardLabel;
            return this;
        }

        public Builder nativeDownload(boolean nativeDownload) {
            this.nativeDownload = nativeDownload;
            return this;
        }

        public Builder offline(boolean offline) {
            this.offline = offline;
            return this;
        }

        public Builder calibration(@Nullable Path calibration) {
            this.calibration = calibration;
            return this;
        }

        public Builder threads(int threads) {
            this.threads = threads;
            return this;
        }

        public Builder queueCapacity(int queueCapacity) {
            this.queueCapacity = queueCapacity;
            return this;
        }

        public Builder promptCacheMegabytes(int promptCacheMegabytes) {
            this.promptCacheMegabytes = promptCacheMegabytes;
            return this;
        }

        public Builder stopAtExit(boolean stopAtExit) {
            this.stopAtExit = stopAtExit;
            return this;
        }

        public Builder defaults(GenerationOptions defaults) {
            this.defaults = defaults;
            return this;
        }

        public Builder profiles(Map<String, GenerationOptions> profiles) {
            this.profiles = profiles;
            return this;
        }

        /** @throws IllegalArgumentException if no language model is named, or as the constructor does */
        public CardsOptions build() {
            if (llm == null || llm.isBlank()) {
                throw new IllegalArgumentException(
                        "no language model: set llm to owner/name of a model on the hub, or to a folder that holds config.json,"
                                + " tokenizer.json and *.safetensors");
            }
            return new CardsOptions(
                    llm,
                    reward,
                    device,
                    dtype,
                    chatFormat,
                    Map.copyOf(chatVariables),
                    rewardChatFormat == null ? chatFormat : rewardChatFormat,
                    rewardConvention,
                    rewardLabel,
                    nativeDownload,
                    offline,
                    calibration,
                    threads,
                    queueCapacity,
                    promptCacheMegabytes,
                    stopAtExit,
                    defaults,
                    profiles);
        }
    }
}
