package io.github.cards4j.spring;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.LoadListener;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.reward.Reward;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;

/** From properties to an engine. */
final class EngineFactory {

    static final String NAME_BOTH = """
            Set both properties to models on the hub, or to their folders in the Hugging Face layout:

                cards.llm.location=owner/name
                cards.reward.location=/path/to/a/reward/model

            To try it first, add the demonstration models (io.github.cards4j:cards-demo-models) to the class path and set

                cards.llm.location=classpath:io/github/cards4j/demo/llm
                cards.reward.location=classpath:io/github/cards4j/demo/reward

            or turn cards4j off with cards.enabled=false.""";

    private static final Logger LOG = LoggerFactory.getLogger(CardsAutoConfiguration.class);

    private EngineFactory() {}

    static Cards open(CardsProperties properties, LoadListener listener) {
        try {
            Cards cards = Cards.open(options(properties), listener);
            warnIfUncalibrated(cards);
            return cards;
        } catch (IllegalArgumentException e) {
            throw new CardsStartupException(e, "Correct the cards.* property that is named above.");
        } catch (ModelException e) {
            throw new CardsStartupException(
                    e,
                    "Do what is said above. The models are those that cards.llm.location ("
                            + properties.llm().location() + ") and cards.reward.location ("
                            + properties.reward().location()
                            + ") name; the device is that of cards.device (" + properties.device() + ").");
        }
    }

    /** Requests would fail one by one; the log shall say so before the first. */
    private static void warnIfUncalibrated(Cards cards) {
        GenerationOptions set = cards.options().defaults();
        boolean byHand =
                set.targetReward() != null && set.rewardTemperature() != null && set.uncertaintyThreshold() != null;
        if (cards.options().reward() != null && cards.calibration() == null && !byHand) {
            LOG.warn("this pair of models has no calibration: aligned answers fail until Cards.calibrate has run,"
                    + " cards.alignment.calibration names a file, or cards.alignment.target-reward,"
                    + " cards.alignment.reward-temperature and cards.segmentation.uncertainty-threshold are set");
        }
    }

    private static CardsOptions options(CardsProperties properties) {
        GenerationOptions defaults = defaults(properties);
        String llm = properties.llm().location();
        Reward reward = reward(properties.reward());
        boolean unaligned =
                defaults.strength() != null && defaults.strength() == 0 || defaults.method() == Method.PLAIN;
        if (!StringUtils.hasText(llm)) {
            throw new CardsStartupException("no language model is configured.", NAME_BOTH);
        }
        if (reward == null && !unaligned) {
            throw new CardsStartupException(
                    "a language model is configured, but no reward model: nothing could be aligned.",
                    NAME_BOTH + "\n\nPlain decoding without a reward model is cards.alignment.strength=0.");
        }
        String calibration = properties.alignment().calibration();
        return CardsOptions.builder()
                .llm(llm)
                .reward(reward)
                .device(properties.device())
                .dtype(properties.dtype())
                .chatFormat(properties.llm().chatFormat())
                .chatVariables(ChatVariables.typed(properties.llm().chatVariables()))
                .rewardChatFormat(properties.reward().chatFormat())
                .rewardConvention(properties.reward().convention())
                .rewardLabel(properties.reward().label())
                .nativeDownload(properties.nativeDownload())
                .offline(properties.offline())
                .threads(properties.threads())
                .queueCapacity(properties.queueCapacity())
                .promptCacheMegabytes(properties.promptCacheMegabytes())
                .calibration(StringUtils.hasText(calibration) ? Path.of(calibration) : null)
                .defaults(defaults)
                .build();
    }

    private static @Nullable Reward reward(CardsProperties.Reward properties) {
        String location = StringUtils.hasText(properties.location()) ? properties.location() : null;
        if (StringUtils.hasText(properties.question())) {
            return new Reward.Judge(properties.question(), location);
        }
        return location == null ? null : Reward.model(location);
    }

    private static GenerationOptions defaults(CardsProperties properties) {
        CardsProperties.Sampling sampling = properties.sampling();
        CardsProperties.Segmentation segmentation = properties.segmentation();
        CardsProperties.Alignment alignment = properties.alignment();
        return GenerationOptions.builder()
                .method(alignment.method() == null ? null : Method.parse(alignment.method()))
                .strength(alignment.strength())
                .temperature(sampling.temperature())
                .topK(sampling.topK())
                .topP(sampling.topP())
                .maxNewTokens(sampling.maxNewTokens())
                .stopSequences(sampling.stopSequences())
                .seed(sampling.seed())
                .deadline(sampling.deadline())
                .targetReward(alignment.targetReward())
                .rewardWeight(alignment.rewardWeight())
                .rewardTemperature(alignment.rewardTemperature())
                .uncertaintyThreshold(segmentation.uncertaintyThreshold())
                .minSegmentTokens(segmentation.minTokens())
                .maxSegmentTokens(segmentation.maxTokens())
                .maxAttempts(alignment.maxAttempts())
                .onExhausted(alignment.onExhausted())
                .replacement(alignment.replacement())
                .rewardFloor(alignment.rewardFloor())
                .ramp(alignment.ramp())
                .maxLanes(alignment.maxLanes())
                .build();
    }
}
