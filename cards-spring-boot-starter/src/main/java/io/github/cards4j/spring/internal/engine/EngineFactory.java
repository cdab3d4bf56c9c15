package io.github.cards4j.spring.internal.engine;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.LoadListener;
import io.github.cards4j.checkpoint.ModelLocation;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.reward.Reward;
import io.github.cards4j.spring.CardsProperties;
import io.github.cards4j.spring.CardsStartupException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;

/** From properties to an engine. */
public final class EngineFactory {

    static final String NAME_BOTH = """
            Set both properties to models on the hub, or to their folders in the Hugging Face layout:

                cards.llm.location=owner/name
                cards.reward.location=/path/to/a/reward/model

            To try it first, add the demonstration models (io.github.cards4j:cards-demo-models) to the class path and set

                cards.llm.location=classpath:io/github/cards4j/demo/llm
                cards.reward.location=classpath:io/github/cards4j/demo/reward

            or turn cards4j off with cards.enabled=false.""";

    private static final String KEY_PROFILES = CardsProperties.PREFIX + ".profiles.";

    private static final Logger LOG = LoggerFactory.getLogger(EngineFactory.class);

    private EngineFactory() {}

    /** @param chosen a reward of the application's own, instead of the one that properties name */
    public static Cards open(CardsProperties properties, @Nullable Reward chosen, LoadListener listener) {
        try {
            CardsOptions options = options(properties, chosen);
            return switch (properties.loading()) {
                case EAGER -> {
                    Cards cards = Cards.open(options, listener);
                    warnIfUncalibrated(cards);
                    yield cards;
                }
                case LAZY -> Cards.openLazily(options, listener);
                case BACKGROUND -> Cards.openInBackground(options, listener);
            };
        } catch (CardsStartupException | CancellationException e) {
            throw e;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            throw explained(e, properties);
        }
    }

    /** Why the engine does not start, and what to do. */
    static CardsStartupException explained(Throwable e, CardsProperties properties) {
        if (e instanceof CardsStartupException known) {
            return known;
        }
        if (e instanceof IllegalArgumentException) {
            return new CardsStartupException(e, "Correct the cards.* property that is named above.");
        }
        if (e instanceof ModelException) {
            return new CardsStartupException(
                    e,
                    "Do what is said above. The models are those that cards.llm.location ("
                            + properties.llm().location() + ") and cards.reward.location ("
                            + properties.reward().location()
                            + ") name; the device is that of cards.device (" + properties.device() + ").");
        }
        if (e instanceof OutOfMemoryError) {
            return new CardsStartupException(
                    e, "Give the process more memory, take smaller models, or lower cards.prompt-cache-megabytes.");
        }
        return new CardsStartupException(
                e,
                "This was not foreseen. The stack trace (start with --debug) says where it comes from; check that the"
                        + " native library on the class path fits this system, and that only one version of DJL is there.");
    }

    /** Requests would fail one by one, or a strength count for nothing; the log shall say so before the first. */
    static void warnIfUncalibrated(Cards cards) {
        GenerationOptions set = cards.options().defaults();
        if (cards.options().reward() == null || cards.calibration() != null || takesBest(set.method())) {
            return;
        }
        List<String> strengths = strengths(cards.options());
        if (!strengths.isEmpty()) {
            LOG.warn(
                    "this pair of models has no calibration, so that a strength means nothing: {}. Calibrate, or set"
                            + " target-reward instead; requests that set a strength, or whose profile does, are refused",
                    String.join(", ", strengths));
        }
        boolean byHand =
                set.targetReward() != null && set.rewardTemperature() != null && set.uncertaintyThreshold() != null;
        if (!byHand) {
            LOG.warn("this pair of models has no calibration: aligned answers fail until Cards.calibrate has run,"
                    + " cards.alignment.calibration names a file, or cards.alignment.target-reward,"
                    + " cards.alignment.reward-temperature and cards.segmentation.uncertainty-threshold are set");
        }
    }

    /** Properties that set a strength above 0. */
    private static List<String> strengths(CardsOptions options) {
        List<String> set = new ArrayList<>();
        if (positive(options.defaults().strength())) {
            set.add("cards.alignment.strength=" + options.defaults().strength());
        }
        new TreeMap<>(options.profiles()).forEach((name, profile) -> {
            if (positive(profile.strength()) && !takesBest(profile.method())) {
                set.add(KEY_PROFILES + name + ".strength=" + profile.strength());
            }
        });
        return set;
    }

    private static boolean positive(@Nullable Double strength) {
        return strength != null && strength > 0;
    }

    private static boolean takesBest(@Nullable Method method) {
        return method instanceof Method.BestOf || method instanceof Method.BestOfSequential;
    }

    private static CardsOptions options(CardsProperties properties, @Nullable Reward chosen) {
        GenerationOptions defaults = Options.defaults(properties);
        String llm = properties.llm().location();
        Reward reward = chosen == null ? reward(properties.reward()) : chosen;
        boolean zero = defaults.strength() != null && defaults.strength() == 0;
        boolean unaligned = (zero || defaults.method() == Method.PLAIN) && !wantsReward(defaults);
        if (!StringUtils.hasText(llm)) {
            throw new CardsStartupException("no language model is configured.", NAME_BOTH);
        }
        if (reward == null && !unaligned) {
            throw new CardsStartupException(
                    "a language model is configured, but no reward model: nothing could be aligned.",
                    NAME_BOTH + "\n\nPlain decoding without a reward model is cards.alignment.strength=0, with"
                            + " target-reward, reward-floor and method unset.");
        }
        Map<String, GenerationOptions> profiles = Options.profiles(properties);
        if (reward == null) {
            refuseAligned(profiles);
        }
        String name = ModelLocation.name(llm);
        if (profiles.containsKey(name)) {
            throw new CardsStartupException(
                    KEY_PROFILES + name
                            + " has the name of the language model: whoever chooses by name could not choose it.",
                    "Give the profile another name.");
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
                // the context closes it, once requests in flight have had their time
                .stopAtExit(false)
                .calibration(StringUtils.hasText(calibration) ? Path.of(calibration) : null)
                .defaults(defaults)
                .profiles(profiles)
                .build();
    }

    /** Each of their requests would be refused. */
    private static void refuseAligned(Map<String, GenerationOptions> profiles) {
        List<String> aligned = profiles.entrySet().stream()
                .filter(profile -> wantsReward(profile.getValue()))
                .map(profile -> KEY_PROFILES + profile.getKey())
                .toList();
        if (!aligned.isEmpty()) {
            throw new CardsStartupException(
                    "no reward model is configured, but " + String.join(", ", aligned) + " ask"
                            + (aligned.size() == 1 ? "s" : "") + " for alignment.",
                    NAME_BOTH + "\n\nOr leave strength, target-reward, reward-floor and method of "
                            + String.join(", ", aligned) + " unset.");
        }
    }

    private static boolean wantsReward(GenerationOptions options) {
        boolean floor = options.rewardFloor() != null && options.rewardFloor() > Double.NEGATIVE_INFINITY;
        if (options.method() != null) {
            // strength 0 is plain decoding, unless something else is asked for
            boolean zero = options.strength() != null && options.strength() == 0;
            boolean plain = zero && !floor && options.targetReward() == null && !takesBest(options.method());
            return options.method().judged() && !plain;
        }
        return positive(options.strength()) || options.targetReward() != null || floor;
    }

    private static @Nullable Reward reward(CardsProperties.Reward properties) {
        String location = StringUtils.hasText(properties.location()) ? properties.location() : null;
        if (StringUtils.hasText(properties.question())) {
            return new Reward.Judge(properties.question(), location);
        }
        return location == null ? null : Reward.model(location);
    }
}
