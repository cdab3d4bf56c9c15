package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
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
