package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.template.ChatFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationFileTest {

    private static final List<String> PROMPTS =
            IntStream.range(0, 12).mapToObj(i -> "question " + i).toList();

    @TempDir
    Path folder;

    /** Answers of 20 to 26 words of 4 letters, the number drawn by the first random number. */
    private static ScriptedModel wordy() {
        return new ScriptedModel((prompt, soFar, u) -> {
            char length = soFar.isEmpty() ? (char) ('a' + (int) (u * 7)) : soFar.charAt(0);
            if (soFar.length() >= 5 * (20 + length - 'a')) {
                return ScriptedModel.END;
            }
            return soFar.isEmpty() ? length : soFar.length() % 5 == 4 ? ' ' : 'x';
        });
    }

    private static final ScriptedReward REWARD = new ScriptedReward(text -> text.length() / 10.0);

    private static Cards open(CardsOptions options) {
        return Cards.of(wordy(), REWARD, ChatFormats.of("plain"), options);
    }

    private static Calibration calibrate() {
        try (Cards cards = open(CardsOptions.builder().llm("scripted").build())) {
            assertThat(cards.calibration()).isNull();
            Calibration calibration = cards.calibrate(PROMPTS);
            assertThat(cards.calibration()).isEqualTo(calibration);
            assertThat(cards.generate(CardsRequest.of("Hi")).options().method()).isEqualTo(Method.CARDS);
            return calibration;
        }
    }

    /** Nobody waits for them; cut short, they would say nothing of whole answers. */
    @Test
    void theAnswersThatAreMeasuredHaveNoDeadline() {
        GenerationOptions hurried =
                GenerationOptions.builder().deadline(Duration.ofNanos(1)).build();
        try (Cards cards =
                open(CardsOptions.builder().llm("scripted").defaults(hurried).build())) {
            assertThat(cards.calibrate(PROMPTS)).isEqualTo(calibrate());
            assertThat(cards.generate(CardsRequest.of("Hi")).result().finishReason())
                    .isEqualTo(FinishReason.DEADLINE);
        }
    }

    @Test
    void measuresPlainAnswers() {
        Calibration calibration = calibrate();

        assertThat(calibration.llm()).isEqualTo("scripted");
        assertThat(calibration.reward()).isEqualTo("scripted-reward");
        assertThat(calibration.convention()).isEqualTo("plain, closed");
        assertThat(calibration.answers()).isEqualTo(12);
        assertThat(calibration.rewards()).hasSize(12).isSorted().allSatisfy(reward -> assertThat(reward)
                .isBetween(10.0, 13.0));
        assertThat(calibration.medianTokens()).isBetween(101, 131);
        assertThat(calibration).isEqualTo(calibrate());
    }

    @Test
    void aFileIsReadBackAsItWasWritten() throws IOException {
        Path file = folder.resolve("new").resolve("pair.json");
        Calibration calibration = calibrate();

        CalibrationFile.write(file, calibration);
        CalibrationFile.write(file, calibration);

        assertThat(CalibrationFile.read(file)).isEqualTo(calibration);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
        CardsOptions options =
                CardsOptions.builder().llm("scripted").calibration(file).build();
        try (Cards cards = open(options)) {
            assertThat(cards.calibration()).isEqualTo(calibration);
            assertThat(cards.generate(CardsRequest.of("Hi"))
                            .options()
                            .alignment()
                            .ramp())
                    .isEqualTo(calibration.medianTokens());
        }
    }

    @Test
    void anotherPairsFileIsRefused() {
        Path file = folder.resolve("pair.json");
        CalibrationFile.write(file, OptionResolverTest.CALIBRATION);
        CardsOptions options =
                CardsOptions.builder().llm("scripted").calibration(file).build();
        ScriptedReward other = new ScriptedReward("another-reward", text -> 0);

        assertThatThrownBy(() -> Cards.of(wordy(), other, ChatFormats.of("plain"), options))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(file.toString(), "reward is scripted-reward", "another-reward");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\" : \"cards4j-calibration\" | \"format\" : \"other\" | format must be",
                "\"version\" : 1 | \"version\" : 2 | version must be 1",
                "\"answers\" : 100 | \"answers\" : 99 | answers must be the number of rewards, 100",
                "\"medianTokens\" : 37 | \"medianTokens\" : 0 | medianTokens must be a whole number above 0",
                "\"medianTokens\" : 37 | \"medianTokens\" : \"long\" | medianTokens must be a whole number above 0",
                "\"rewards\" : [ 0.0, 0.1 | \"rewards\" : [ 0.0, -0.1 | rewards must be ascending",
                "\"rewards\" : [ 0.0, 0.1 | \"rewards\" : [ 0.0, \"x\" | rewards must be finite numbers",
                "\"uncertaintyThreshold\" | \"other\" | uncertaintyThreshold must be finite numbers, but is missing",
                "\"uncertaintyThreshold\" : 1.5 | \"uncertaintyThreshold\" : -1.5 | uncertaintyThreshold must be 0 or more",
                "\"convention\" | \"other\" | convention must be a text, but is missing",
                "\"0.5\" | \"half\" | entropyQuantiles must be an object",
                "\"version\" | version | is not JSON"
            })
    void aMalformedFileIsRefusedByFileAndField(String good, String bad, String message) throws IOException {
        Path file = folder.resolve("pair.json");
        CalibrationFile.write(file, OptionResolverTest.CALIBRATION);
        String json = Files.readString(file);
        assertThat(json).contains(good);
        Files.writeString(file, json.replace(good, bad));

        assertThatThrownBy(() -> CalibrationFile.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("none.json");
        assertThatThrownBy(() -> CalibrationFile.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessage("calibration file " + file + " does not exist");
    }

    @Test
    void fewPromptsMeasureNothing() {
        try (Cards cards = open(CardsOptions.builder().llm("scripted").build())) {
            assertThatThrownBy(() -> cards.calibrate(List.of("one")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 8 prompts, but got 1");
        }
    }
}
