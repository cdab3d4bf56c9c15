package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.decoding.Method;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @Test
    void everyOption() {
        Arguments arguments = Arguments.parse(
                ("--llm a --reward b --prompts p.jsonl --methods plain,best-of-n:20,best-of-n-sequential:20,rejection,cards:1,cards:8,cards"
                                + " --max-new-tokens 64 --seeds 1,2 --json j.json --chart c.png --limit 40 --dtype float32 --device cpu"
                                + " --strength 0.25 --chat-format plain --target-acceptance 0.5 --threads 2 --calibration k.json --top-k 0")
                        .split(" "));

        assertThat(arguments.methods())
                .containsExactly(
                        Method.PLAIN,
                        new Method.BestOf(20),
                        new Method.BestOfSequential(20),
                        new Method.Rejection(21),
                        new Method.Cards(1),
                        new Method.Cards(8),
                        Method.CARDS);
        assertThat(arguments.seeds()).containsExactly(1L, 2L);
        assertThat(arguments.generation().maxNewTokens()).isEqualTo(64);
        assertThat(arguments.generation().strength()).isEqualTo(0.25);
        assertThat(arguments.generation().topK()).isZero();
        assertThat(arguments.targetAcceptance()).isEqualTo(0.5);
        assertThat(arguments.limit()).isEqualTo(40);
        assertThat(arguments.json()).isEqualTo(Path.of("j.json"));
        assertThat(arguments.chart()).isEqualTo(Path.of("c.png"));
        assertThat(arguments.demo()).isFalse();
    }

    @Test
    void withoutOptionsTheEmbeddedModels() {
        Arguments arguments = Arguments.parse();

        assertThat(arguments.demo()).isTrue();
        assertThat(arguments.methods()).hasSize(7).contains(Method.PLAIN, Method.CARDS);
        assertThat(arguments.seeds()).containsExactly(1L);
        assertThat(arguments.generation().maxNewTokens()).isEqualTo(128);
    }

    @Test
    void callersAndSecondTurnsAreMeasuredWhereAskedFor() {
        assertThat(Arguments.parse().callers()).isNull();
        assertThat(Arguments.parse().secondTurn()).isNull();
        assertThat(Arguments.parse("--callers", "1,8").callers()).containsExactly(1, 8);
        assertThat(Arguments.parse("--second-turn", "1000").secondTurn()).isEqualTo(1000);
    }

    /** Whether a pair without a calibration has to be calibrated first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--methods cards | true",
                "--methods plain,rejection | true",
                "--methods plain,best-of-n:4 | false",
                "--methods plain --target-acceptance 0.5 | true",
                "--methods cards --target-reward 1 --reward-temperature 0.1 | true",
                "--methods cards --target-reward 1 --reward-temperature 0.1 --uncertainty-threshold 2 | false",
                "--steps --methods plain | true",
                "--steps --target-reward 1 --reward-temperature 0.1 --uncertainty-threshold 2 | false",
            })
    void calibratesOnlyForWhatNeedsIt(String line, boolean needed) {
        assertThat(Arguments.parse(line.split(" ")).needsCalibration()).isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--wrong 1 | unknown option --wrong",
                "--seeds | --seeds needs a value",
                "--seeds 1,x | --seeds needs whole numbers with commas between them, but got '1,x'",
                "--seeds 1 --seeds 2 | --seeds is given twice",
                "--methods plain,best | --methods needs decoding methods with commas between them, but got 'plain,best': unknown method 'best'",
                "--max-new-tokens 0 | --max-new-tokens needs a whole number of 1 or more, but got '0'",
                "--strength 1.5 | --strength must lie in [0, 1], but is 1.5",
                "--temperature NaN | --temperature needs a number",
                "--target-acceptance 1 | --target-acceptance must lie between 0 and 1, but is 1.0",
                "--target-acceptance 0.5 --target-reward 1 | --target-acceptance sets the target reward",
                "--callers 1,0 | --callers needs whole numbers of 1 or more with commas between them, but got '1,0'",
                "--second-turn 5 | --second-turn needs a whole number of 100 or more",
                "--callers 2 --steps | --steps, --callers and --second-turn are measured one at a time",
                "--llm a | --llm and --reward go together",
                "--json nowhere/j.json | --json nowhere/j.json: there is no folder ",
                "--chart nowhere/c.png | --chart nowhere/c.png: there is no folder ",
                "--llm a --reward b | --prompts FILE is needed",
                "--calibration f | --calibration is for models of your own"
            })
    void wrongArgumentsAreNamed(String line, String message) {
        assertThatThrownBy(() -> Arguments.parse(line.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(message);
    }
}
