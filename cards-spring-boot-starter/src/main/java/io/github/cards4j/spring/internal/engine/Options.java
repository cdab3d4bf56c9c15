package io.github.cards4j.spring.internal.engine;

import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.spring.CardsProperties;
import java.util.LinkedHashMap;
import java.util.Map;

/** From properties to the options of an answer. */
public final class Options {

    private Options() {}

    /** Those of every answer. */
    static GenerationOptions defaults(CardsProperties properties) {
        CardsProperties.Sampling sampling = properties.sampling();
        CardsProperties.Segmentation segmentation = properties.segmentation();
        CardsProperties.Alignment alignment = properties.alignment();
        return of(new CardsProperties.Profile(
                alignment.strength(),
                alignment.method(),
                alignment.targetReward(),
                alignment.rewardWeight(),
                alignment.rewardTemperature(),
                alignment.rewardFloor(),
                alignment.maxAttempts(),
                alignment.onExhausted(),
                alignment.replacement(),
                alignment.ramp(),
                alignment.maxLanes(),
                segmentation.uncertaintyThreshold(),
                segmentation.minTokens(),
                segmentation.maxTokens(),
                sampling.temperature(),
                sampling.topK(),
                sampling.topP(),
                sampling.maxNewTokens(),
                sampling.stopSequences(),
                sampling.seed(),
                sampling.deadline()));
    }

    static Map<String, GenerationOptions> profiles(CardsProperties properties) {
        Map<String, GenerationOptions> profiles = new LinkedHashMap<>();
        properties.profiles().forEach((name, profile) -> profiles.put(name, of(profile)));
        return profiles;
    }

    /** @throws IllegalArgumentException if a value is out of its range */
    public static GenerationOptions of(CardsProperties.Profile profile) {
        return GenerationOptions.builder()
                .method(profile.method() == null ? null : Method.parse(profile.method()))
                .strength(profile.strength())
                .temperature(profile.temperature())
                .topK(profile.topK())
                .topP(profile.topP())
                .maxNewTokens(profile.maxNewTokens())
                .stopSequences(profile.stopSequences())
                .seed(profile.seed())
                .deadline(profile.deadline())
                .targetReward(profile.targetReward())
                .rewardWeight(profile.rewardWeight())
                .rewardTemperature(profile.rewardTemperature())
                .uncertaintyThreshold(profile.uncertaintyThreshold())
                .minSegmentTokens(profile.minSegmentTokens())
                .maxSegmentTokens(profile.maxSegmentTokens())
                .maxAttempts(profile.maxAttempts())
                .onExhausted(profile.onExhausted())
                .replacement(profile.replacement())
                .rewardFloor(profile.rewardFloor())
                .ramp(profile.ramp())
                .maxLanes(profile.maxLanes())
                .build();
    }
}
