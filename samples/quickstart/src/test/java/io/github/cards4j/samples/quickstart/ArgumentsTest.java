package io.github.cards4j.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @Test
    void noArgumentsMeanTheBuiltInRequestOnTheEmbeddedModels() {
        Arguments arguments = Arguments.parse();

        assertThat(arguments.request()).isNull();
        assertThat(arguments.demo()).isTrue();
        assertThat(arguments.strength()).isEqualTo(0.5);
    }

    @Test
    void wordsBesideOptionsAreTheRequest() {
        Arguments arguments = Arguments.parse("Where", "is", "--seed", "7", "my parcel?", "--strength", "0.25");

        assertThat(arguments.request()).isEqualTo("Where is my parcel?");
        assertThat(arguments.seed()).isEqualTo(7);
        assertThat(arguments.strength()).isEqualTo(0.25);
    }

    @Test
    void aPairOfOnesOwn() {
        Arguments arguments = Arguments.parse("--llm", "a", "--reward", "b", "--chat-format", "plain");

        assertThat(arguments.demo()).isFalse();
        assertThat(arguments.llm()).isEqualTo("a");
        assertThat(arguments.reward()).isEqualTo("b");
        assertThat(arguments.chatFormat()).isEqualTo("plain");
    }

    @Test
    void modelsOfTheHub() {
        Arguments arguments = Arguments.parse("--llm", "acme/llm@v1", "--offline", "--reward", "acme/reward");

        assertThat(arguments.llm()).isEqualTo("acme/llm@v1");
        assertThat(arguments.reward()).isEqualTo("acme/reward");
        assertThat(arguments.offline()).isTrue();
        assertThat(Arguments.parse().offline()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--wrong | unknown option --wrong",
                "--seed | --seed needs a value",
                "--seed one | --seed needs a whole number, but got 'one'",
                "--strength 2 | --strength must lie in 0..1, but is 2.0",
                "--strength NaN | --strength must lie in 0..1, but is NaN",
                "--max-new-tokens 0 | --max-new-tokens must be 1 or more, but is 0",
                "--llm here | --llm and --reward go together",
                "--calibration file | --calibration is for models named by --llm and --reward"
            })
    void wrongArgumentsAreNamed(String line, String message) {
        assertThatThrownBy(() -> Arguments.parse(line.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void anEmptyRequestIsRefused() {
        assertThatThrownBy(() -> Arguments.parse(" "))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void theHelpNamesEveryOption() {
        assertThat(Arguments.HELP)
                .contains("--interactive", "--strength", "--seed", "--max-new-tokens", "--llm", "--reward")
                .contains("--calibration", "--chat-format", "--device", "--dtype", "--help");
        assertThat(Arguments.HELP.lines()).allMatch(line -> line.length() <= 120);
    }
}
