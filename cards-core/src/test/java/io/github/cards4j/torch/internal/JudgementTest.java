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
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
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

    /** When attempts run out, the best of several batches is accepted, though the empty answer was better still. */
    @Test
    void theEmptyAnswerTakesNoPlaceFromTheBestCandidate() {
        TorchRewardModel model = model("chatml", true);
        Random random = new Random(7);
        try (Judgement judgement = begun(model)) {
            double none = judgement.promptReward();
            List<String> worse = Stream.generate(() -> words(random) + words(random) + words(random))
                    .filter(answer -> fresh(model, answer) < none)
                    .distinct()
                    .limit(4)
                    .toList();
            worse.forEach(answer -> judgement.score(List.of(answer)));
            String best = Collections.max(worse, Comparator.comparingDouble(answer -> fresh(model, answer)));
            judgement.accept(best);
            assertThat(read(judgement, best + " is", best + " way"))
                    .isLessThanOrEqualTo(beyond(model, best, best + " is") + beyond(model, best, best + " way"));
            // the empty answer is a candidate too, where a text ends at once, and has been read
            assertThat(read(judgement, "")).isZero();
            assertThat(judgement.score(List.of(""))).containsExactly(none);
        }
    }

    /** As where a sum of rewards takes another candidate than this model alone would. */
    @Test
    void anAcceptedTextThatLostItsPlaceIsReadOnceMore() {
        TorchRewardModel model = model("chatml", true);
        String accepted = " the parcel is on its way";
        List<String> next = List.of(accepted + " is", accepted + " way", accepted + ".");
        try (Judgement judgement = begun(model)) {
            judgement.accept(accepted);
            int own = next.stream()
                    .mapToInt(answer -> beyond(model, accepted, answer))
                    .sum();
            assertThat(read(judgement, next.toArray(String[]::new)))
                    .isLessThanOrEqualTo(beyond(model, "", accepted) + own);
            for (String answer : next) {
                assertThat(judgement.score(List.of(answer))[0]).isCloseTo(fresh(model, answer), offset(1e-5));
            }
            String more = accepted + " at last";
            assertThat(read(judgement, more)).isLessThanOrEqualTo(beyond(model, accepted, more));
        }
    }

    private static long read(Judgement judgement, String... answers) {
        long before = judgement.usage().tokensRead();
        judgement.score(List.of(answers));
        return judgement.usage().tokensRead() - before;
    }

    /** Tokens of an answer, its end included, that go beyond what was accepted. */
    private static int beyond(TorchRewardModel model, String accepted, String answer) {
        int[] whole = model.scored(ASKED, answer);
        return whole.length - Arrays.mismatch(model.open(ASKED, accepted), whole);
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
