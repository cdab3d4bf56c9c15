package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.model.Message;
import io.github.cards4j.samples.demo.DemoModels;
import io.github.cards4j.samples.demo.ShopLabeller;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all of this is for, on the embedded models: always the same requests and seeds, so always the same answers. */
class AlignmentTest {

    private static final int REQUESTS = 40;

    /**
     * Of one strength.
     *
     * @param bad answers that the labeller, which neither model knows, finds fault with
     */
    private record Sample(double meanReward, int bad) {}

    @Test
    void strengthRaisesTheRewardAndTheDefaultLeavesATenthOfTheBadAnswersAtMost() {
        CardsOptions options = CardsOptions.builder()
                .llm(DemoModels.llm().toString())
                .reward(DemoModels.reward().toString())
                .dtype("float32")
                .threads(1)
                .build();
        try (Cards cards = Cards.open(options)) {
            Sample plain = sample(cards, 0);
            Sample weak = sample(cards, 0.25);
            Sample usual = sample(cards, GenerationOptions.DEFAULT_STRENGTH);
            Sample strong = sample(cards, 0.75);

            assertThat(List.of(plain.meanReward(), weak.meanReward(), usual.meanReward(), strong.meanReward()))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(plain.bad()).as("of plain answers").isGreaterThan(REQUESTS / 2);
            assertThat(usual.bad()).isLessThanOrEqualTo(plain.bad() / 10);
        }
    }

    private static Sample sample(Cards cards, double strength) {
        ShopLabeller labeller = new ShopLabeller();
        double sum = 0;
        int bad = 0;
        for (int i = 0; i < REQUESTS; i++) {
            String prompt = DemoModels.heldOutPrompts().get(i);
            DecodingResult result = cards.generate(CardsRequest.of(prompt)
                            .with(GenerationOptions.builder()
                                    .strength(strength)
                                    .seed((long) i)
                                    .build()))
                    .result();
            sum += cards.score(List.of(Message.user(prompt)), result.text());
            bad += labeller.label(prompt, result.text()).good() ? 0 : 1;
        }
        return new Sample(sum / REQUESTS, bad);
    }
}
