package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.template.ChatFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScoringTest {

    private static final List<Message> ASKED = List.of(Message.user("Hi"));

    /** Scores by length; returns the number of answers in each pass. */
    private static List<Integer> passes(List<String> answers) {
        List<Integer> passes = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        ScriptedReward reward = new ScriptedReward(text -> {
            seen.add(text);
            return text.length();
        });
        Scoring scoring = new Scoring(reward, ASKED, answers);
        scoring.begin();
        while (!scoring.done()) {
            int before = seen.size();
            scoring.advance(List.of());
            if (seen.size() > before) {
                passes.add(seen.size() - before);
            }
        }
        scoring.finish();
        assertThat(seen).isEqualTo(answers);
        assertThat(scoring.future().join())
                .containsExactly(answers.stream().mapToDouble(String::length).toArray());
        return passes;
    }

    @Test
    void eightShortAnswersShareAPass() {
        assertThat(passes(List.of("one"))).containsExactly(1);
        assertThat(passes(IntStream.range(0, 20).mapToObj(i -> "answer " + i).toList()))
                .containsExactly(8, 8, 4);
    }

    @Test
    void rewardsThatAreNoNumbersAreAnError() {
        ScriptedReward reward = new ScriptedReward(text -> text.isEmpty() ? Double.NaN : 1);
        try (Cards cards = Cards.of(ScriptedModel.babbling(), reward, ChatFormats.of("plain"))) {
            assertThatThrownBy(() -> cards.score(ASKED, List.of("a", "")))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContainingAll("scripted-reward", "NaN", "finite");
            assertThat(cards.score(ASKED, "a")).isEqualTo(1);
        }
    }

    @Test
    void longAnswersShareLess() {
        List<String> answers =
                Stream.of(3000, 1000, 97, 9000, 1, 0).map("x"::repeat).toList();
        assertThat(passes(answers)).containsExactly(2, 1, 1, 2);
    }
}
