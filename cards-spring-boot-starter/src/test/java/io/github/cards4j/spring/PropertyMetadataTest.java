package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.model.Sampling;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an editor shows of {@code cards.*}. */
class PropertyMetadataTest {

    private static JsonNode metadata() throws IOException {
        try (InputStream in =
                CardsProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void everyPropertyIsDescribed() throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode property : metadata().get("properties")) {
            String name = property.get("name").asText();
            names.add(name);
            assertThat(property.path("description").asText())
                    .as(name)
                    .isNotBlank()
                    .doesNotContain("{@");
        }
        assertThat(names)
                .hasSizeGreaterThan(30)
                .allMatch(name -> name.startsWith("cards.") || name.startsWith("management.endpoint.cards."))
                .contains("cards.llm.location", "cards.reward.location", "cards.alignment.strength", "cards.profiles");
    }

    private static JsonNode property(String name) throws IOException {
        for (JsonNode property : metadata().get("properties")) {
            if (property.get("name").asText().equals(name)) {
                return property;
            }
        }
        throw new AssertionError("no property " + name);
    }

    /** Options of answers are unset unless somebody sets them; what counts then stands in the core. */
    @Test
    void whatCountsIfAnOptionIsUnsetIsDescribed() throws IOException {
        Map<String, String> described = Map.of(
                "cards.sampling.temperature", "%s if unset".formatted(Sampling.DEFAULT_TEMPERATURE),
                "cards.sampling.top-k", "%s if unset".formatted(Sampling.DEFAULT_TOP_K),
                "cards.sampling.top-p", "%.0f if unset".formatted(Sampling.DEFAULT_TOP_P),
                "cards.sampling.max-new-tokens", "%s if unset".formatted(DecodingOptions.DEFAULT_MAX_NEW_TOKENS),
                "cards.segmentation.min-tokens", "%s if unset".formatted(Alignment.DEFAULT_MIN_SEGMENT_TOKENS),
                "cards.segmentation.max-tokens", "%s if unset".formatted(Alignment.DEFAULT_MAX_SEGMENT_TOKENS),
                "cards.alignment.strength", "%s (if unset)".formatted(GenerationOptions.DEFAULT_STRENGTH),
                "cards.alignment.reward-weight", "%s if unset".formatted(Alignment.DEFAULT_REWARD_WEIGHT),
                "cards.alignment.max-attempts", "%s if unset".formatted(Alignment.DEFAULT_MAX_ATTEMPTS),
                "cards.alignment.max-lanes", "%s on a CPU".formatted(DecodingOptions.DEFAULT_MAX_LANES));
        for (Map.Entry<String, String> each : described.entrySet()) {
            assertThat(property(each.getKey()).get("description").asText())
                    .as(each.getKey())
                    .contains(each.getValue());
        }
    }

    @Test
    void defaultsOfTheEngineAreThoseOfTheCore() throws IOException {
        CardsOptions core = CardsOptions.builder().llm("any").build();
        Map<String, Object> defaults = Map.of(
                "cards.device", core.device(),
                "cards.dtype", core.dtype(),
                "cards.native-download", core.nativeDownload(),
                "cards.offline", core.offline(),
                "cards.threads", core.threads(),
                "cards.queue-capacity", core.queueCapacity(),
                "cards.prompt-cache-megabytes", core.promptCacheMegabytes(),
                "cards.llm.chat-format", core.chatFormat(),
                "cards.reward.convention", core.rewardConvention());
        for (Map.Entry<String, Object> each : defaults.entrySet()) {
            assertThat(property(each.getKey()).get("defaultValue").asText())
                    .as(each.getKey())
                    .isEqualTo(each.getValue().toString());
        }
    }

    @Test
    void everyHintBelongsToAProperty() throws IOException {
        JsonNode metadata = metadata();
        List<String> names = metadata.get("properties").findValuesAsText("name");
        assertThat(metadata.get("hints").findValuesAsText("name"))
                .filteredOn(name -> name.startsWith("cards."))
                .isNotEmpty()
                .allMatch(names::contains);
    }
}
