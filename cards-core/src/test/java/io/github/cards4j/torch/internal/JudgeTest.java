package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Tokenizers;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.reward.RewardModels;
import io.github.cards4j.template.ChatFormats;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A judge's reward is the log-odds of yes against no after the whole question, read at once or piece by piece. */
class JudgeTest {

    private static final List<Message> ASKED = List.of(Message.user("Where is my parcel?"));
    private static final ChatTemplate QUESTION =
            RewardModels.question(ChatFormats.of("chatml"), "Is this answer polite?");

    private final TorchLanguageModel model = new TorchLanguageModel(
            Checkpoint.open(TestDevice.golden("tied")),
            Tokenizers.open(TestDevice.golden("tied")),
            TestDevice.transformer("tied", DtypeNumber.FLOAT32),
            new PromptCache<>(0));

    @AfterEach
    void close() {
        model.close();
    }

    /** The probability of every token that follows the question, from the language model's own draws. */
    private double odds(String answer) {
        int[] prompt = model.tokenizer().encode(QUESTION.answered(ASKED, answer, true));
        double yes = 0;
        double no = 0;
        YesNo words = YesNo.of("tied", model.tokenizer());
        Pass pass = new Pass();
        KeyValueCache cache = model.transformer().newCache(prompt.length);
        pass.on(cache);
        for (int id : prompt) {
            pass.addToPrefix(id);
        }
        pass.want();
        float[] logits;
        try (Arena call = model.transformer().arena()) {
            logits = call.toFloats(call.keep(model.transformer().logits(call, pass)));
        }
        cache.close();
        for (long id : words.yes()) {
            yes += Math.exp(logits[(int) id]);
        }
        for (long id : words.no()) {
            no += Math.exp(logits[(int) id]);
        }
        return Math.log(yes) - Math.log(no);
    }

    @Test
    void rewardsAreTheLogOddsOfYesHoweverTheAnswerGrew() {
        TorchRewardModel judge = TorchRewardModel.judge(model, QUESTION, false);
        try (Judgement judgement = judge.begin(ASKED)) {
            while (!judgement.prefill()) {
                // one chunk a call
            }
            assertThat(judgement.promptReward()).isCloseTo(odds(""), offset(1e-4));
            String accepted = "";
            for (String next : List.of("We are sorry", ", it is late.", " It comes", " on Monday 🚚.")) {
                List<String> answers = List.of(accepted + next, accepted + " no", accepted + " <|im_end|>");
                double[] rewards = judgement.score(answers);
                for (int i = 0; i < rewards.length; i++) {
                    assertThat(rewards[i]).isCloseTo(odds(answers.get(i)), offset(1e-4));
                }
                accepted += next;
                judgement.accept(accepted);
            }
        }
    }

    @Test
    void theQuestionAndTheAnswerSoFarAreReadOnce() {
        TorchRewardModel judge = TorchRewardModel.judge(model, QUESTION, false);
        try (Judgement judgement = judge.begin(ASKED)) {
            while (!judgement.prefill()) {
                // one chunk a call
            }
            judgement.score(List.of("We are sorry"));
            judgement.accept("We are sorry");
            long read = judgement.usage().tokensRead();
            judgement.score(List.of("We are sorry, it is late."));
            int[] whole = model.tokenizer().encode(QUESTION.answered(ASKED, "We are sorry, it is late.", true));
            int[] before = model.tokenizer().encode(QUESTION.answered(ASKED, "We are sorry", false));
            assertThat(judgement.usage().tokensRead() - read).isEqualTo(whole.length - Arrays.mismatch(whole, before));
        }
    }

    @Test
    void aJudgeThatSharesItsWeightsLeavesThemToTheLanguageModel() {
        TorchRewardModel.judge(model, QUESTION, false).close();
        try (Continuation continuation = model.begin(new int[] {1, 2, 3}, Sampling.defaults())) {
            assertThat(continuation.prefill()).isTrue();
        }
    }

    @Test
    void aTokenizerThatCannotTellYesFromNoIsRefused() {
        Tokenizer bytes = new Tokenizer() {
            @Override
            public int[] encode(List<Piece> pieces) {
                int[] ids = new int[pieces.get(0).text().length() + 1];
                Arrays.fill(ids, 7);
                return ids;
            }

            @Override
            public String decode(int[] tokens) {
                return "";
            }

            @Override
            public int size() {
                return 8;
            }
        };
        assertThatThrownBy(() -> YesNo.of("bytes", bytes))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("bytes")
                .hasMessageContaining("judge");
    }
}
