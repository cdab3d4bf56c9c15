package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.template.ChatFormats;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Prompts that come while an answer grows. */
@Timeout(120)
class CardsTurnsTest {

    private static final int CHUNK = 10;

    private static CardsRequest request(String prompt, int tokens) {
        return CardsRequest.of(prompt)
                .with(GenerationOptions.builder().maxNewTokens(tokens).build());
    }

    @Test
    void anAnswerWaitsForOneChunkBetweenTwoTokensAndAShortPromptForAFewOfALongOne() {
        Gate gate = new Gate();
        ScriptedModel model = ScriptedModel.babbling().beforeStep(gate).readingBy(CHUNK);
        try (Cards cards = Cards.of(model, null, ChatFormats.of("plain"))) {
            List<Generation> generations = new ArrayList<>();
            generations.add(cards.start(request("Hi", 200), DecodingListener.NONE));
            gate.awaitReached();
            int before = model.passes().size();
            generations.add(cards.start(request("x".repeat(30 * CHUNK), 5), DecodingListener.NONE));
            generations.add(cards.start(request("y".repeat(30 * CHUNK), 5), DecodingListener.NONE));
            generations.add(cards.start(request("z", 5), DecodingListener.NONE));
            gate.open();
            generations.forEach(generation -> generation.future().join());

            List<String> passes = model.passes().subList(before, model.passes().size()).stream()
                    .map(pass -> pass.equals(ScriptedModel.STEP) ? pass : pass.substring("User: ".length(), 7))
                    .toList();
            for (int i = 1; i < passes.size(); i++) {
                assertThat(passes.subList(i - 1, i + 1)).contains(ScriptedModel.STEP);
            }
            List<String> read = new ArrayList<>(passes);
            read.removeAll(List.of(ScriptedModel.STEP));
            assertThat(read.subList(0, 9)).containsExactly("x", "x", "x", "x", "y", "y", "y", "y", "z");
            assertThat(Collections.frequency(read, "x"))
                    .isEqualTo(Collections.frequency(read, "y"))
                    .isGreaterThan(30);
        }
    }
}
