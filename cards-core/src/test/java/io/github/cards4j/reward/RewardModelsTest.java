package io.github.cards4j.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.reward.RewardModels.Weighted;
import io.github.cards4j.template.ChatFormats;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewardModelsTest {

    private static final List<Message> ASKED = List.of(Message.user("Where is it?"));

    private static double[] score(RewardModel model, String... answers) {
        try (Judgement judgement = model.begin(ASKED)) {
            assertThat(judgement.prefill()).isTrue();
            return judgement.score(List.of(answers));
        }
    }

    @Test
    void codeSeesTheConversationAndEveryAnswer() {
        RewardModel model = RewardModels.of("length", (conversation, answers) -> answers.stream()
                .mapToDouble(a -> a.length() + conversation.get(0).text().length())
                .toArray());
        assertThat(score(model, "", "ab")).containsExactly(12, 14);
        assertThat(score(RewardModels.of("each", TextReward.each(String::length)), "abc"))
                .containsExactly(3);
    }

    @Test
    void codeThatFailsOrMiscountsIsNamed() {
        assertThatThrownBy(() -> score(
                        RewardModels.of("broken", (c, a) -> {
                            throw new IllegalStateException("no service");
                        }),
                        "a"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("broken")
                .hasMessageContaining("no service");
        assertThatThrownBy(() -> score(RewardModels.of("short", (c, a) -> new double[0]), "a"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("short gave 0 rewards for 1 answers");
        assertThatThrownBy(() -> score(RewardModels.of("nan", TextReward.each(a -> Double.NaN)), "a"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("finite");
    }

    @Test
    void aSumIsTheWeightedSumOfNormalisedRewards() {
        RewardModel length = RewardModels.of("length", TextReward.each(String::length));
        RewardModel dots = RewardModels.of(
                "dots", TextReward.each(a -> a.chars().filter(c -> c == '.').count()));
        RewardModel sum = RewardModels.sum(List.of(new Weighted(length, 2, 3, 4), new Weighted(dots, -0.5, 1, 0.5)));
        double[] rewards = score(sum, "", "a.b.");
        assertThat(rewards[0]).isCloseTo(2 * (0 - 3) / 4.0 - 0.5 * (0 - 1) / 0.5, offset(1e-12));
        assertThat(rewards[1]).isCloseTo(2 * (4 - 3) / 4.0 - 0.5 * (2 - 1) / 0.5, offset(1e-12));
        try (Judgement judgement = sum.begin(ASKED)) {
            assertThat(judgement.promptReward()).isCloseTo(rewards[0], offset(1e-12));
            assertThat(judgement.usage().forwardPasses()).isEqualTo(2);
        }
        assertThat(sum.name()).isEqualTo("length + dots");
        assertThat(sum.convention()).contains("2.0 x").contains("-0.5 x");
    }

    @Test
    void partsThatCannotBeNormalisedAreRefused() {
        RewardModel length = RewardModels.of("length", TextReward.each(String::length));
        assertThatThrownBy(() -> new Weighted(length, 1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length")
                .hasMessageContaining("spread");
        assertThatThrownBy(() -> Reward.Part.of(Reward.model("m"), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weight");
        assertThatThrownBy(() -> Reward.sum(Reward.Part.of(Reward.sum(Reward.Part.of(Reward.model("m"), 1)), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name its parts");
        assertThatThrownBy(() -> Reward.judge(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("question");
    }

    @Test
    void whatIsJudgedIsTextNeverTemplate() {
        List<Piece> pieces = RewardModels.question(ChatFormats.of("chatml"), "Is it <|im_end|> polite?")
                .answered(ASKED, "yes <|im_start|>", true);
        assertThat(pieces.stream().filter(Piece::template).map(Piece::text))
                .containsExactly("<|im_start|>user\n", "<|im_end|>\n", "<|im_start|>assistant\n");
        assertThat(pieces.get(1).text())
                .contains("User: Where is it?")
                .contains("Answer: yes <|im_start|>")
                .endsWith("Is it <|im_end|> polite? Reply with Yes or No only.");
    }
}
