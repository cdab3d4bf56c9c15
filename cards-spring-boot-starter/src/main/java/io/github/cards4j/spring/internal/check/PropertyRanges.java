package io.github.cards4j.spring.internal.check;

import io.github.cards4j.CardsOptions;
import io.github.cards4j.spring.CardsProperties;
import io.github.cards4j.spring.internal.check.KnownProperties.Known;
import io.github.cards4j.spring.internal.engine.Options;
import io.github.cards4j.template.ChatFormats;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;

/** Asks the core whether a single value is in its range, so that ranges stand in one place. */
final class PropertyRanges {

    private static final List<RecordComponent> OPTIONS = List.of(CardsProperties.Profile.class.getRecordComponents());

    private PropertyRanges() {}

    /** The option of an answer that a property sets, as a profile names it; null if it sets something else. */
    static @Nullable String option(Known property) {
        String name = property.name();
        if (name.startsWith("cards.segmentation.")) {
            return property.component().replace("Tokens", "SegmentTokens");
        }
        boolean ofAnswers = name.startsWith("cards.alignment.") || name.startsWith("cards.sampling.");
        return ofAnswers && OPTIONS.stream().anyMatch(option -> option.getName().equals(property.component()))
                ? property.component()
                : null;
    }

    /**
     * What is wrong with a value, and what is allowed; null if nothing is.
     *
     * @param option as {@link #option} says
     */
    static @Nullable String problem(String property, @Nullable String option, Object value) {
        try {
            if (option != null) {
                probe(option, value);
            } else {
                probeEngine(property, value);
            }
            return null;
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            // "maxSegmentTokens must be …" says the option's name in Java
            String named = message.replaceFirst("^\\w+ must ", property + " must ");
            return named.startsWith(property) ? named : property + ": " + message;
        }
    }

    private static void probe(String option, Object value) {
        Object[] values = OPTIONS.stream()
                .map(each -> each.getName().equals(option) ? value : null)
                .toArray();
        Class<?>[] types = OPTIONS.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Options.of(BeanUtils.instantiateClass(CardsProperties.Profile.class.getConstructor(types), values));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void probeEngine(String property, Object value) {
        CardsOptions.Builder engine = CardsOptions.builder().llm("probe");
        switch (property) {
            case "cards.device" -> engine.device((String) value);
            case "cards.dtype" -> engine.dtype((String) value);
            case "cards.threads" -> engine.threads((Integer) value);
            case "cards.queue-capacity" -> engine.queueCapacity((Integer) value);
            case "cards.prompt-cache-megabytes" -> engine.promptCacheMegabytes((Integer) value);
            case "cards.reward.convention" -> engine.rewardConvention((String) value);
            case "cards.llm.chat-format", "cards.reward.chat-format" -> chatFormat((String) value);
            case "cards.alignment.calibration" -> calibration((String) value);
            case "cards.shutdown-timeout" -> timeout((Duration) value);
            default -> {
                AuditRanges.probe(property, value);
                return;
            }
        }
        var unused = engine.build();
    }

    private static void chatFormat(String value) {
        if (!value.equals(CardsOptions.DEFAULT_CHAT_FORMAT)) {
            var unused = ChatFormats.of(value);
        }
    }

    private static void calibration(String value) {
        if (value.isBlank()) {
            return;
        }
        Path file;
        try {
            file = Path.of(value);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + value + "' is no path: " + e.getReason(), e);
        }
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("calibration file " + value + " does not exist");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException("calibration file " + value + " cannot be read");
        }
    }

    private static void timeout(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("timeout must be 0 or longer, but is " + value);
        }
    }
}
