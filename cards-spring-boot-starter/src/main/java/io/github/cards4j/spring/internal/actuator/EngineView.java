package io.github.cards4j.spring.internal.actuator;

import io.github.cards4j.Cards;
import io.github.cards4j.EngineLoad;
import io.github.cards4j.EngineState;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.decoding.DecodingOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An engine as maps, for those who look at it from outside. Never waits for models that are being loaded. */
final class EngineView {

    private EngineView() {}

    /** What it answers with; the rest once that is known. */
    static Map<String, Object> models(Cards cards, EngineState state) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("llm", cards.modelName());
        if (state == EngineState.READY) {
            String reward = cards.rewardName();
            view.put("reward", reward == null ? "none" : reward);
            view.put("device", cards.description());
        }
        return view;
    }

    static Map<String, Object> queue(Cards cards) {
        EngineLoad load = cards.load();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("running", load.running());
        view.put("waiting", load.waiting());
        view.put("capacity", load.capacity());
        return view;
    }

    static Map<String, Object> calibration(Calibration calibration) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("answers", calibration.answers());
        view.put("meanReward", calibration.meanReward());
        view.put("spread", calibration.spread());
        view.put("medianTokens", calibration.medianTokens());
        view.put("meanSegmentTokens", calibration.meanSegmentTokens());
        view.put("rewardTemperature", calibration.rewardTemperature());
        view.put("uncertaintyThreshold", calibration.uncertaintyThreshold());
        view.put("convention", calibration.convention());
        return view;
    }

    /**
     * What is set, and every number that comes of it.
     *
     * @param profile whose options they are; null for the engine's own
     */
    static Map<String, Object> policy(Cards cards, @Nullable String profile, GenerationOptions options) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("set", EngineOption.view(options));
        if (cards.state() == EngineState.READY) {
            try {
                view.put("resolved", resolved(cards.resolved(profile)));
            } catch (IllegalArgumentException e) {
                view.put("error", message(e));
            }
        }
        return view;
    }

    private static Map<String, Object> resolved(DecodingOptions options) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("method", options.method().id());
        Alignment alignment = options.alignment();
        if (alignment != null) {
            view.put("targetReward", alignment.targetReward());
            view.put("rewardWeight", alignment.rewardWeight());
            view.put("rewardTemperature", alignment.rewardTemperature());
            if (Double.isFinite(alignment.rewardFloor())) {
                view.put("rewardFloor", alignment.rewardFloor());
            }
            view.put("maxAttempts", alignment.maxAttempts());
            view.put("onExhausted", EngineOption.shown(alignment.onExhausted()));
            view.put("ramp", alignment.ramp());
            view.put("uncertaintyThreshold", alignment.uncertaintyThreshold());
            view.put("minSegmentTokens", alignment.minSegmentTokens());
            view.put("maxSegmentTokens", alignment.maxSegmentTokens());
        }
        view.put("maxLanes", options.maxLanes());
        view.put("temperature", options.sampling().temperature());
        view.put("topK", options.sampling().topK());
        view.put("topP", options.sampling().topP());
        view.put("maxNewTokens", options.maxNewTokens());
        return view;
    }

    static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getName() : message;
    }
}
