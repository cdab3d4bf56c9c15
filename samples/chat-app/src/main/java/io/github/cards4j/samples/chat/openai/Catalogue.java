package io.github.cards4j.samples.chat.openai;

import io.github.cards4j.Cards;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** The names under which clients may ask: the loaded model's, with the default policy, and each profile's. */
@Component
final class Catalogue {

    private final Cards engine;

    Catalogue(Cards engine) {
        this.engine = engine;
    }

    /** The loaded model's first. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        names.add(engine.modelName());
        names.addAll(new TreeSet<>(engine.profiles().keySet()));
        return names;
    }
}
