package io.github.cards4j.spring.internal.actuator;

import io.github.cards4j.Cards;
import io.github.cards4j.EngineState;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Calibration;
import java.security.Principal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The engine seen and changed from outside while it runs: {@code GET} shows it, {@code POST} changes the options that requests
 * have unless they say otherwise, the engine's own or a profile's, or makes a profile, {@code DELETE} removes one. What is not named
 * stays as it is; {@code unset} gives options back to the calibration or the default. {@link CardsEndpointCalls} hands everything
 * that was sent to an operation as one map.
 */
@WebEndpoint(id = CardsEndpoint.ID)
public class CardsEndpoint {

    static final String ID = "cards";

    /**
     * Where operations are told the profile that the path names. Spring Boot puts what the body and the query say of this name in its
     * place; so it is one that nobody sends by accident.
     */
    static final String SELECTOR = "profileInPath";

    private static final String CREATE = "create";
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}]{1,100}");

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
    public @Nullable Map<String, Object> profile(@Selector String profileInPath) {
        GenerationOptions options = cards.profiles().get(profileInPath);
        return options == null ? null : EngineView.policy(cards, profileInPath, options);
    }

    @WriteOperation
    public Map<String, Object> change(SecurityContext caller, Map<String, Object> values) {
        return change(caller, null, values);
    }

    /** With {@code create} a profile that was not there. A name that is only misspelt makes none. */
    @WriteOperation
    public Map<String, Object> changeProfile(
            SecurityContext caller, @Selector String profileInPath, Map<String, Object> values) {
        Map<String, Object> options = new HashMap<>(values);
        Object create = options.remove(CREATE);
        if (create == null || create.toString().equals("false")) {
            return change(caller, profileInPath, options);
        }
        if (!create.toString().equals("true")) {
            throw invalid(CREATE + " must be true or false, but is '" + create + "'");
        }
        return make(caller, profileInPath, options);
    }

    @DeleteOperation
    public synchronized WebEndpointResponse<Map<String, Object>> remove(
            SecurityContext caller, @Selector String profileInPath) {
        refuseUnlessReady();
        if (!cards.profiles().containsKey(profileInPath)) {
            return CardsEndpointCalls.refusal(WebEndpointResponse.STATUS_NOT_FOUND, noSuchProfile());
        }
        cards.useProfile(profileInPath, null);
        LOG.info("profile {} removed by {}", EngineOption.logged(profileInPath), name(caller));
        return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
    }

    private synchronized Map<String, Object> make(SecurityContext caller, String profile, Map<String, Object> values) {
        refuseUnlessReady();
        if (cards.profiles().containsKey(profile)) {
            throw invalid("there is a profile " + profile + " already: leave " + CREATE + " out to change it");
        }
        if (!NAME.matcher(profile).matches()) {
            throw invalid("a profile's name has 1 to 100 characters, and no space among them");
        }
        if (profile.equals(cards.modelName())) {
            throw invalid("a profile must not have the name of the language model, " + profile
                    + ": whoever chooses by name could not choose it");
        }
        GenerationOptions made = use(profile, GenerationOptions.none(), values);
        LOG.info(
                "profile {} made by {}: {}",
                profile,
                name(caller),
                EngineOption.difference(GenerationOptions.none(), made));
        return EngineView.policy(cards, profile, made);
    }

    /** @param profile null for the engine's defaults */
    private synchronized Map<String, Object> change(
            SecurityContext caller, @Nullable String profile, Map<String, Object> values) {
        refuseUnlessReady();
        GenerationOptions before =
                profile == null ? cards.defaults() : cards.profiles().get(profile);
        if (before == null) {
            throw invalid(noSuchProfile() + "; " + CREATE + "=true makes one");
        }
        GenerationOptions after = use(profile, before, values);
        String difference = EngineOption.difference(before, after);
        if (!difference.isEmpty()) {
            LOG.info(
                    "{} changed by {}: {}",
                    profile == null ? "the engine's defaults" : "profile " + EngineOption.logged(profile),
                    name(caller),
                    difference);
        }
        return EngineView.policy(cards, profile, after);
    }

    private GenerationOptions use(@Nullable String profile, GenerationOptions before, Map<String, Object> values) {
        try {
            OptionChange change = OptionChange.of(values);
            GenerationOptions after = change.appliedTo(before, cards::merge);
            change.refuseIfUnjudged(profile == null ? after : cards.merge(cards.defaults(), after));
            if (profile == null) {
                cards.useDefaults(after);
            } else {
                cards.useProfile(profile, after);
            }
            return after;
        } catch (IllegalArgumentException e) {
            throw invalid(EngineView.message(e));
        }
    }

    private void refuseUnlessReady() {
        EngineState state = cards.state();
        if (state != EngineState.READY) {
            throw new NotReadyException("the engine is " + state + ": change it once it is READY");
        }
    }

    private String noSuchProfile() {
        return "there is no such profile: the engine has " + new TreeMap<>(cards.profiles()).keySet();
    }

    private static String name(SecurityContext caller) {
        Principal principal = caller.getPrincipal();
        return principal == null ? "a caller without a name" : principal.getName();
    }

    private static InvalidEndpointRequestException invalid(String message) {
        return new InvalidEndpointRequestException(message, message);
    }
}
