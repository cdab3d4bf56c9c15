package io.github.cards4j.spring.internal.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineOptionTest {

    private static final Map<String, Object> TEXTS = Map.ofEntries(
            Map.entry("method", "cards:4"),
            Map.entry("strength", "0.7"),
            Map.entry("targetReward", "1.5"),
            Map.entry("rewardWeight", "0.25"),
            Map.entry("rewardTemperature", "0.75"),
            Map.entry("rewardFloor", "-2"),
            Map.entry("maxAttempts", "9"),
            Map.entry("onExhausted", "replace"),
            Map.entry("replacement", "I cannot say."),
            Map.entry("ramp", "33"),
            Map.entry("maxLanes", "5"),
            Map.entry("uncertaintyThreshold", "2.5"),
            Map.entry("minSegmentTokens", "3"),
            Map.entry("maxSegmentTokens", "30"),
            Map.entry("temperature", "0.9"),
            Map.entry("topK", "11"),
            Map.entry("topP", "0.8"),
            Map.entry("maxNewTokens", "77"),
            Map.entry("deadline", "90s"));

    private static final GenerationOptions ALL = GenerationOptions.builder()
            .method(new Method.Cards(4))
            .strength(0.7)
            .targetReward(1.5)
            .rewardWeight(0.25)
            .rewardTemperature(0.75)
            .rewardFloor(-2.0)
            .maxAttempts(9)
            .onExhausted(OnExhausted.REPLACE)
            .replacement("I cannot say.")
            .ramp(33)
            .maxLanes(5)
            .uncertaintyThreshold(2.5)
            .minSegmentTokens(3)
            .maxSegmentTokens(30)
            .temperature(0.9)
            .topK(11)
            .topP(0.8)
            .maxNewTokens(77)
            .deadline(Duration.ofSeconds(90))
            .build();

    private static GenerationOptions change(GenerationOptions options, Map<String, ?> values) {
        return OptionChange.of(new HashMap<>(values)).appliedTo(options, GenerationOptions::overrideWith);
    }

    @Test
    void everyOptionButThreeCanBeChanged() {
        assertThat(Arrays.stream(GenerationOptions.class.getRecordComponents()).map(RecordComponent::getName))
                .containsAll(EngineOption.names())
                .filteredOn(name -> !EngineOption.names().contains(name))
                .containsExactlyInAnyOrder("stopSequences", "seed", "grammar");
        assertThat(EngineOption.names()).isEqualTo(TEXTS.keySet());
    }

    @Test
    void valuesAreReadFromText() {
        assertThat(change(GenerationOptions.none(), TEXTS)).isEqualTo(ALL);
        assertThat(change(GenerationOptions.none(), Map.of("strength", 0.7, "maxAttempts", 9)))
                .isEqualTo(
                        GenerationOptions.builder().strength(0.7).maxAttempts(9).build());
    }

    @Test
    void whatIsNotNamedStaysAndWhatIsUnsetGoes() {
        Map<String, Object> values = new HashMap<>();
        values.put("strength", null);
        values.put("topK", "7");
        values.put("unset", "targetReward, ramp");

        assertThat(OptionChange.of(values).appliedTo(ALL, GenerationOptions::overrideWith))
                .isEqualTo(ALL.toBuilder().topK(7).targetReward(null).ramp(null).build());
        assertThat(change(ALL, Map.of("unset", List.copyOf(EngineOption.names()))))
                .isEqualTo(GenerationOptions.none());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            strength    | 1.5     | strength must lie in [0, 1], but is 1.5
            strength    | much    | strength must be a number, but is 'much'
            topK        | 0.5     | topK must be a whole number, but is '0.5'
            onExhausted | explode | onExhausted must be one of best, stop, replace, fail, but is 'explode'
            deadline    | soon    | deadline must be a time such as 30s, but is 'soon'
            method      | magic   | unknown method 'magic'
            strenght    | 0.5     | unknown strenght: options are
            unset       | colour  | unknown colour: options are
            unset       | unset   | unknown unset: options are
            """)
    void whatCannotBeIsRefusedByName(String name, String value, String message) {
        assertThatThrownBy(() -> change(GenerationOptions.none(), Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFractionIsNoWholeNumber() {
        assertThatThrownBy(() -> change(GenerationOptions.none(), Map.of("topK", 0.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("topK must be a whole number, but is '0.5'");
    }

    @Test
    void nothingIsSetAndUnsetAtOnce() {
        assertThatThrownBy(() -> change(ALL, Map.of("topK", "3", "unset", "topK")))
                .hasMessage("topK is both set and unset: choose one");
    }

    @Test
    void aDifferenceIsOneLine() {
        GenerationOptions before = GenerationOptions.builder().strength(0.5).build();
        GenerationOptions after = change(
                before, Map.of("strength", "0.7", "replacement", "two\nlines", "method", "plain", "unset", "topK"));

        assertThat(EngineOption.difference(before, after))
                .isEqualTo("method unset -> plain, strength 0.5 -> 0.7, replacement unset -> two lines");
        assertThat(EngineOption.difference(before, before)).isEmpty();
    }

    @Test
    void whatIsSetIsShown() {
        assertThat(EngineOption.view(ALL).keySet()).containsExactlyInAnyOrderElementsOf(TEXTS.keySet());
        assertThat(EngineOption.view(ALL))
                .containsEntry("method", "cards:4")
                .containsEntry("onExhausted", "replace")
                .containsEntry("deadline", "PT1M30S")
                .containsEntry("topK", 11);
        assertThat(EngineOption.view(GenerationOptions.none())).isEmpty();
    }
}
