package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.CardsResponse;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {

    @Test
    void anAnswerWithoutTextIsNotTheFirstToSaySomething() {
        Answer said = Samples.answer(Method.PLAIN, 1, 100, null);
        Counters counters = new Counters(1, 1, 0, 0, 0, 2, 6, 0, 0, 0, Duration.ZERO, Duration.ofMillis(70));
        DecodingResult nothing = new DecodingResult(
                "", List.of(2), FinishReason.END_OF_SEQUENCE, Double.NaN, Double.NaN, List.of(), counters, false);
        Answer silent = new Answer(
                said.prompt(), new CardsResponse(nothing, 5, said.response().options()), 0, null, 10, null);

        assertThat(said.millisToFirstSegment()).isEqualTo(50);
        assertThat(silent.millisToFirstSegment()).isEqualTo(70);
    }
}
