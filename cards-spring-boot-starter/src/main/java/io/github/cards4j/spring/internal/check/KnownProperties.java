package io.github.cards4j.spring.internal.check;

import io.github.cards4j.spring.CardsAuditProperties;
import io.github.cards4j.spring.CardsProperties;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.ResolvableType;

/**
 * Names and types of the properties of cards4j, read from the records that hold them.
 *
 * @param single that have one value, or a list
 * @param maps below which any name may stand, except that of profiles
 * @param profile names and types below {@code cards.profiles.NAME}
 */
record KnownProperties(List<Known> single, List<Known> maps, List<Known> profile) {

    /**
     * @param name as it is documented: {@code cards.sampling.max-new-tokens}
     * @param component of the record that holds it: {@code maxNewTokens}
     */
    record Known(String name, String component, ResolvableType type) {

        boolean list() {
            return type.resolve(Object.class) == List.class;
        }
    }

    static final String PROFILES = CardsProperties.PREFIX + ".profiles";

    static final KnownProperties ALL = read();

    private static KnownProperties read() {
        KnownProperties known = new KnownProperties(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        known.add(CardsProperties.class, CardsProperties.PREFIX);
        known.add(CardsAuditProperties.class, CardsAuditProperties.PREFIX);
        for (RecordComponent component : CardsProperties.Profile.class.getRecordComponents()) {
            known.profile.add(of(component, ""));
        }
        return known;
    }

    private void add(Class<?> type, String prefix) {
        for (RecordComponent component : type.getRecordComponents()) {
            Known known = of(component, prefix + ".");
            if (component.getType().isRecord()) {
                add(component.getType(), known.name());
            } else if (component.getType() != Map.class) {
                single.add(known);
            } else if (!known.name().equals(PROFILES)) {
                maps.add(known);
            }
        }
    }

    private static Known of(RecordComponent component, String prefix) {
        return new Known(
                prefix + dashed(component.getName()),
                component.getName(),
                ResolvableType.forType(component.getGenericType()));
    }

    /** As documented: {@code maxNewTokens} is {@code max-new-tokens}. */
    static String dashed(String component) {
        return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
