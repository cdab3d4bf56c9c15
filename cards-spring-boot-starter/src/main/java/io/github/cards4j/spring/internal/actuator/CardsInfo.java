package io.github.cards4j.spring.internal.actuator;

import io.github.cards4j.Cards;
import io.github.cards4j.EngineState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Which models answer, and where. */
public record CardsInfo(Cards cards) implements InfoContributor {

    @Override
    public void contribute(Info.Builder builder) {
        EngineState state = cards.state();
        Map<String, Object> view = new LinkedHashMap<>(EngineView.models(cards, state));
        if (state == EngineState.READY) {
            view.put("calibrated", cards.calibration() != null);
        }
        builder.withDetail("cards", view);
    }
}
