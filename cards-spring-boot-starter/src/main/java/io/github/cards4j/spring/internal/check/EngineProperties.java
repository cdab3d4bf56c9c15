package io.github.cards4j.spring.internal.check;

import io.github.cards4j.spring.CardsAuditProperties;
import io.github.cards4j.spring.internal.check.KnownProperties.Known;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;

/** Properties that say how the auto-configured engine is made. An engine of the application knows nothing of them. */
public record EngineProperties(ConfigurableEnvironment environment) {

    /** What counts whoever makes the engine. */
    private static final Set<String> OF_ANY_ENGINE =
            Set.of("cards.enabled", "cards.primary", "cards.shutdown-timeout", "cards.ignore-unknown");

    /** Those that are set, as they are documented; of profiles and other maps the common part. */
    public List<String> set() {
        PropertySources sources = new PropertySources(environment);
        KnownProperties known = KnownProperties.ALL;
        return Stream.concat(
                        Stream.of(known.single(), known.maps())
                                .flatMap(List::stream)
                                .map(Known::name),
                        Stream.of(KnownProperties.PROFILES))
                .filter(name -> !OF_ANY_ENGINE.contains(name) && !name.startsWith(CardsAuditProperties.PREFIX + "."))
                .filter(name -> sources.isSet(ConfigurationPropertyName.of(name)))
                .toList();
    }
}
