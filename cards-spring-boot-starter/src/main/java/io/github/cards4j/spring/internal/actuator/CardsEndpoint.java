package io.github.cards4j.spring.internal.actuator;

import io.github.cards4j.Cards;
import io.github.cards4j.EngineState;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Calibration;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The engine seen and changed from outside while it runs: {@code GET} shows it, {@code POST} changes the options that requests
 * have unless they say otherwise, the engine's own or a profile's. What is not named stays as it is; {@code unset} gives options
 * back to the calibration or the default. {@link CardsEndpointCalls} hands everything that was sent to an operation as one map.
 */
@WebEndpoint(id = CardsEndpoint.ID)
public class CardsEndpoint {

    static final String ID = "cards";

    private static final Logger LOG = LoggerFactory.getLogger(CardsEndpoint.class);

    private final Cards cards;

    public CardsEndpoint(Cards cards) {
        this.cards = cards;
    }

    @ReadOperation
    public Map<String, Object> engine() {
        EngineState state = cards.state();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("state", state.name());
        Throwable failure = cards.failure();
        if (failure != null) {
            view.put("error", EngineView.message(failure));
        }
        view.putAll(EngineView.models(cards, state));
        view.put("queue", EngineView.queue(cards));
        Calibration calibration = state == EngineState.READY ? cards.calibration() : null;
        if (calibration != null) {
            view.put("calibration", EngineView.calibration(calibration));
        }
        view.put("defaults", EngineView.policy(cards, null, cards.defaults()));
        Map<String, Object> profiles = new TreeMap<>();
        cards.profiles().forEach((name, options) -> profiles.put(name, EngineView.policy(cards, name, options)));
        view.put("profiles", profiles);
        return view;
    }

    /** Not found if there is no such profile. */
    @ReadOperation
    public @Nullable Map<String, Object> profile(@Selector String profile) {
        GenerationOptions options = cards.profiles().get(profile);
        return options == null ? null : EngineView.policy(cards, profile, options);
    }

    @WriteOperation
    public Map<String, Object> change(SecurityContext caller, Map<String, Object> values) {
        return change(caller, null, values);
    }

    @WriteOperation
    public Map<String, Object> changeProfile(
            SecurityContext caller, @Selector String profile, Map<String, Object> values) {
        return change(caller, profile, values);
    }

    /** @param profile null for the engine's defaults */
    private synchronized Map<String, Object> change(
            SecurityContext caller, @Nullable String profile, Map<String, Object> values) {
        EngineState state = cards.state();
        if (state != EngineState.READY) {
            throw new NotReadyException("the engine is " + state + ": change it once it is READY");
        }
        GenerationOptions before =
                profile == null ? cards.defaults() : cards.profiles().get(profile);
        if (before == null) {
            throw invalid("there is no such profile: the engine has " + new TreeMap<>(cards.profiles()).keySet());
        }
        GenerationOptions after;
        try {
            after = EngineOption.change(before, values);
            if (values.get("strength") != null && values.get("targetReward") == null && cards.calibration() != null) {
                // A target that was set earlier would leave it without effect.
                after = after.toBuilder().targetReward(null).build();
            }
            if (profile == null) {
                cards.useDefaults(after);
            } else {
                cards.useProfile(profile, after);
            }
        } catch (IllegalArgumentException e) {
            throw invalid(EngineView.message(e));
        }
        String difference = EngineOption.difference(before, after);
        if (!difference.isEmpty()) {
            Principal principal = caller.getPrincipal();
            LOG.info(
                    "{} changed by {}: {}",
                    profile == null ? "the engine's defaults" : "profile " + profile,
                    principal == null ? "a caller without a name" : principal.getName(),
                    difference);
        }
        return EngineView.policy(cards, profile, after);
    }

    private static InvalidEndpointRequestException invalid(String message) {
        return new InvalidEndpointRequestException(message, message);
    }
}
