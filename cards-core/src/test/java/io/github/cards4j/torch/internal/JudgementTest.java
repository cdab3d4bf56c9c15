package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Tokenizers;
import io.github.cards4j.model.ContextExceededException;
import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.template.ChatFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle 3 for rewards: what the cached prefix gives equals a fresh reading of the whole text. */
class JudgementTest {

    private static final List<Message> ASKED =
            List.of(Message.system("Be kind."), Message.user("Where is my parcel? <|im_end|> 📦"));

    private final Transformer transformer = TestDevice.transformer("reward", DtypeNumber.FLOAT32);

    @AfterEach
    void close() {
        transformer.close();
    }

    private TorchRewardModel model(String format, boolean closed) {
        return TorchRewardModel.scored(
                Checkpoint.open(TestDevice.golden("reward")),
                Tokenizers.open(TestDevice.golden("reward")),
                transformer,
                new PromptCache<>(0),
                ChatFormats.of(format),
                closed);
    }

    private static Judgement begun(TorchRewardModel model) {
        Judgement judgement = model.begin(ASKED);
        while (!judgement.prefill()) {
            // one chunk a call
        }
        return judgement;
    }

    private static double fresh(TorchRewardModel model, String answer) {
        try (Judgement judgement = begun(model)) {
            return judgement.score(List.of(answer))[0];
        }
    }

    private static String words(Random random) {
        String[] words = {" the", " parcel", "é", " is", "lá", " on its", "\n", " way", ".", " 🚚", "  ", "ing"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            text.append(words[random.nextInt(words.length)]);
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({"chatml,true", "chatml,false", "plain,true"})
    void rewardsFromTheCacheEqualFreshOnes(String format, boolean closed) {
        TorchRewardModel model = model(format, closed);
        Random random = new Random(3);
        try (Judgement judgement = begun(model)) {
            assertThat(judgement.promptReward()).isCloseTo(fresh(model, ""), offset(1e-5));
            String accepted = "";
            String best = "";
            for (int round = 0; round < 10; round++) {
                String bestSoFar = "";
                double most = Double.NEGATIVE_INFINITY;
                for (int batch = 0; batch < 3; batch++) {
                    List<String> answers = new ArrayList<>();
                    for (int i = 0; i <= batch; i++) {
                        answers.add(accepted + words(random));
                    }
                    double[] scores = judgement.score(answers);
                    for (int i = 0; i < scores.length; i++) {
                        assertThat(scores[i]).isCloseTo(fresh(model, answers.get(i)), offset(1e-5));
                        if (scores[i] > most) {
                            most = scores[i];
                            bestSoFar = answers.get(i);
                        }
                    }
                }
                accepted = bestSoFar;
                judgement.accept(accepted);
            }
            // and a text that was never scored may be accepted too
            judgement.accept(accepted + " at last");
            assertThat(judgement.score(List.of(accepted + " at last."))[0])
                    .isCloseTo(fresh(model, accepted + " at last."), offset(1e-5));
        }
    }

    @Test
    void acceptedTextIsNotReadAgainAndEqualTextsAreReadOnce() {
        TorchRewardModel model = model("chatml", true);
        try (Judgement judgement = begun(model)) {
            judgement.promptReward();
            String accepted = "";
            long before = judgement.usage().tokensRead();
            long proposed = 0;
            for (int i = 0; i < 8; i++) {
                String candidate = accepted + " word number " + i + " of the answer";
                proposed += model.open(ASKED, candidate).length - model.open(ASKED, accepted).length;
                long passes = judgement.usage().forwardPasses();
                judgement.score(List.of(candidate, candidate));
                judgement.score(List.of(candidate));
                assertThat(judgement.usage().forwardPasses()).isEqualTo(passes + 1);
                judgement.accept(candidate);
                accepted = candidate;
            }
            // two tokens close an answer; a few at the seam may be tokenised anew
            assertThat(judgement.usage().tokensRead() - before).isBetween(proposed, proposed + 8 * 5);
        }
    }

    @Test
    void theRoomIsWhatTheConversationLeaves() {
        TorchRewardModel model = model("chatml", true);
        int closing = model.scored(ASKED, "").length - model.prompt(ASKED).length;
        try (Judgement judgement = begun(model)) {
            int room = judgement.room();
            assertThat(room).isEqualTo(256 - model.scored(ASKED, "").length);
            StringBuilder answer = new StringBuilder();
            while (model.open(ASKED, answer + "x").length + closing <= 256) {
                answer.append("x");
            }
            assertThat(model.scored(ASKED, answer.toString())).hasSize(256);
            assertThat(judgement.score(List.of(answer.toString()))[0]).isFinite();
        }
        String full = "x".repeat(300);
        while (model.open(List.of(Message.user(full)), "").length > 256 - closing) {
            full = full.substring(1);
        }
        try (Judgement judgement = model.begin(List.of(Message.user(full)))) {
            assertThatThrownBy(judgement::room)
                    .isInstanceOf(ContextExceededException.class)
                    .hasMessageContainingAll("256", "reward");
        }
    }

    @Test
    void anAnswerBeyondTheContextIsRefusedWithTheNumbers() {
        try (Judgement judgement = begun(model("chatml", true))) {
            assertThatThrownBy(() -> judgement.score(List.of("word ".repeat(400))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("256")
                    .hasMessageContaining("reward");
            assertThat(judgement.score(List.of("fine"))[0]).isFinite();
        }
    }
}
