package io.github.cards4j.torch.internal;

import static io.github.cards4j.torch.internal.TestDevice.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.ModelConfig.Kind;
import io.github.cards4j.checkpoint.Tokenizers;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.template.ChatFormats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is reused equals what is read anew, and does not count as read. Windows of the families are shorter than these texts.
 * The tolerance is for the shapes of attention, which are not the same to the last bit.
 */
class PromptReuseTest {

    private static final double TOLERANCE = 1e-5;
    private static final int NO_TOKEN = 1_000_000;

    private final Random random = new Random(5);
    private final PromptCache<KeyValueCache> prompts = new PromptCache<>(100_000_000);

    static Stream<String> languageModels() throws IOException {
        return Stream.concat(
                Stream.of("tied"),
                TestDevice.families().stream()
                        .filter(name -> Checkpoint.open(TestDevice.golden(name))
                                        .config()
                                        .kind()
                                == Kind.CAUSAL_LM));
    }

    private static TorchLanguageModel model(String name, PromptCache<KeyValueCache> prompts) {
        return new TorchLanguageModel(
                Checkpoint.open(TestDevice.golden(name)),
                new GoldenModelsTest.NoTokenizer(),
                TestDevice.transformer(name, DtypeNumber.FLOAT32),
                prompts);
    }

    private int[] text(TorchLanguageModel model, int length) {
        return random.ints(length, 3, model.config().vocabularySize()).toArray();
    }

    private static int[] joined(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private static TorchContinuation read(TorchLanguageModel model, int[] prompt) {
        TorchContinuation answer = (TorchContinuation) model.begin(prompt, new Sampling(0, 0, 1));
        while (!answer.prefill()) {}
        return answer;
    }

    private static float[] logits(TorchLanguageModel model, TorchContinuation answer) {
        try (Arena call = model.transformer().arena()) {
            return call.toFloats(Objects.requireNonNull(answer.boundary()));
        }
    }

    /** An answer as it grows: one lane is accepted, another beside it is not; its last token is never read. */
    private static int[] answered(TorchLanguageModel model, TorchContinuation answer, int tokens) {
        Lane rejected = answer.start();
        Lane accepted = answer.start();
        int[] found = new int[tokens];
        for (int i = 0; i < tokens; i++) {
            found[i] = model.step(List.of(new Draw(rejected, 0.5), new Draw(accepted, 0.5)))
                    .get(1)
                    .token();
            accepted.append(found[i]);
            rejected.append(5 + i);
        }
        answer.accept(accepted);
        return found;
    }

    @ParameterizedTest
    @MethodSource("languageModels")
    void laterTextsGoOnAsIfReadAnew(String name) {
        try (TorchLanguageModel model = model(name, prompts);
                TorchLanguageModel fresh = model(name, new PromptCache<>(0))) {
            int[] first = text(model, 70);
            TorchContinuation opening = read(model, first);
            int[] answer = answered(model, opening, 12);
            assertThat(opening.usage().tokensRead()).isEqualTo(70 + 2 * 11);
            opening.close();

            int[] second = joined(first, answer, text(model, 20));
            TorchContinuation next = read(model, second);
            // all but the answer's last token have been read
            assertThat(next.usage().tokensRead()).isEqualTo(1 + 20);
            assertThat(prompts.bytes()).as("taken over").isZero();
            requireEqual(model, next, fresh, second);

            int[] beside = joined(Arrays.copyOf(first, 50), text(model, 15));
            TorchContinuation other = read(model, beside);
            assertThat(other.usage().tokensRead()).as("copied from one in use").isEqualTo(15);
            requireEqual(model, other, fresh, beside);
            next.close();
            other.close();

            TorchContinuation same = read(model, second);
            assertThat(same.usage().tokensRead())
                    .as("the last token of a prompt is read always")
                    .isEqualTo(1);
            requireEqual(model, same, fresh, second);
            assertThat(answered(model, same, 8)).isEqualTo(freshAnswer(fresh, second, 8));
            same.close();
        }
        assertThat(prompts.bytes()).as("freed with the model").isZero();
    }

    private static void requireEqual(
            TorchLanguageModel model, TorchContinuation reused, TorchLanguageModel fresh, int[] text) {
        try (TorchContinuation anew = read(fresh, text)) {
            assertThat(anew.usage().tokensRead()).isEqualTo(text.length);
            assertThat(error(logits(model, reused), logits(fresh, anew))).isLessThan(TOLERANCE);
        }
    }

    private static int[] freshAnswer(TorchLanguageModel fresh, int[] text, int tokens) {
        try (TorchContinuation anew = read(fresh, text)) {
            return answered(fresh, anew, tokens);
        }
    }

    @Test
    void longPromptsThatBeginAlikeAreReadOnceBetweenThem() {
        try (TorchLanguageModel model = model("tied", prompts);
                TorchLanguageModel fresh = model("tied", new PromptCache<>(0))) {
            int[] system = text(model, 200);
            int[] one = joined(system, text(model, 9));
            int[] two = joined(system, text(model, 7));
            TorchContinuation a = (TorchContinuation) model.begin(one, Sampling.defaults());
            TorchContinuation b = (TorchContinuation) model.begin(two, Sampling.defaults());
            while (!a.prefill() | !b.prefill()) {}

            assertThat(a.usage().tokensRead() + b.usage().tokensRead()).isEqualTo(200 + 9 + 7);
            requireEqual(model, a, fresh, one);
            requireEqual(model, b, fresh, two);
            a.close();
            b.close();
        }
    }

    @Test
    void roomThatOnlyCandidatesNeededIsGivenBack() {
        try (TorchLanguageModel model = model("tied", prompts);
                TorchLanguageModel fresh = model("tied", new PromptCache<>(0))) {
            int[] prompt = text(model, 40);
            TorchContinuation many = read(model, prompt);
            List<Lane> lanes = Stream.generate(many::start).limit(30).toList();
            for (int i = 0; i < 12; i++) {
                assertThat(model.step(
                                lanes.stream().map(lane -> new Draw(lane, 0.5)).toList()))
                        .hasSize(30);
                lanes.forEach(lane -> lane.append(7));
            }
            many.close();
            assertThat(prompts.bytes()).isEqualTo(64 * model.transformer().slotBytes());

            int[] next = joined(prompt, text(model, 5));
            TorchContinuation again = read(model, next);
            assertThat(again.usage().tokensRead()).isEqualTo(5);
            requireEqual(model, again, fresh, next);
            again.close();
        }
    }

    @Test
    void whatAFailedStepLeftIsNotKept() {
        try (TorchLanguageModel model = model("tied", prompts)) {
            int[] prompt = text(model, 60);
            TorchContinuation broken = read(model, prompt);
            Lane lane = broken.start();
            lane.append(NO_TOKEN);
            assertThatThrownBy(() -> model.step(List.of(new Draw(lane, 0.5)))).isInstanceOf(RuntimeException.class);

            TorchContinuation other = read(model, prompt);
            assertThat(other.usage().tokensRead()).as("from one in use").isEqualTo(60);
            broken.close();
            assertThat(prompts.bytes()).isZero();
            other.close();
            assertThat(prompts.bytes()).isPositive();
        }
    }

    @Test
    void aCacheThatCannotGrowIsNotKept() {
        try (TorchLanguageModel model = model("tied", prompts)) {
            KeyValueCache cache = model.transformer().newCache(64);
            Pass pass = new Pass();
            pass.on(cache);
            for (int id : text(model, 64)) {
                pass.addToPrefix(id);
            }
            assertThat(cache.sound()).isTrue();
            // its memory is gone, so it cannot be copied to a larger one
            cache.close();
            assertThatThrownBy(() -> pass.addToPrefix(5)).isInstanceOf(RuntimeException.class);
            assertThat(cache.sound()).as("64 tokens were appended and not read").isFalse();
        }
    }

    @Test
    void closingTheModelFreesTheMemory() {
        TorchLanguageModel model = model("tied", prompts);
        KeyValueCache cache = prompts.begin(
                model.transformer(), new int[0], () -> model.transformer().newCache(64));
        Pass pass = new Pass();
        pass.on(cache);
        for (int id : text(model, 40)) {
            pass.addToPrefix(id);
        }
        try (Arena call = model.transformer().arena()) {
            call.keep(model.transformer().logits(call, pass));
        }
        prompts.end(cache);
        // 2 layers, keys and values, 2 heads of 8 numbers of 4 bytes
        assertThat(prompts.bytes()).isEqualTo(64 * 2 * 2 * 2 * 8 * 4);
        assertThat(cache.tensors().isReleased()).isFalse();

        model.close();
        assertThat(cache.tensors().isReleased()).isTrue();
        assertThat(prompts.bytes()).isZero();
    }

    private TorchRewardModel reward(PromptCache<KeyValueCache> cache) {
        return TorchRewardModel.scored(
                Checkpoint.open(TestDevice.golden("reward")),
                Tokenizers.open(TestDevice.golden("reward")),
                TestDevice.transformer("reward", DtypeNumber.FLOAT32),
                cache,
                ChatFormats.of("chatml"),
                true);
    }

    private static Judgement read(TorchRewardModel model, List<Message> conversation) {
        Judgement judgement = model.begin(conversation);
        while (!judgement.prefill()) {}
        return judgement;
    }

    @Test
    void theRewardModelReadsTheNextTurnOnly() {
        try (TorchRewardModel model = reward(prompts);
                TorchRewardModel fresh = reward(new PromptCache<>(0))) {
            List<Message> conversation =
                    new ArrayList<>(List.of(Message.system("Be kind."), Message.user("Where is my parcel? 📦")));
            try (Judgement judgement = read(model, conversation)) {
                judgement.promptReward();
                judgement.score(List.of("It is on", "It was lost"));
                judgement.accept("It is on");
                judgement.score(List.of("It is on its way.", "It is on fire."));
                judgement.accept("It is on its way.");
            }
            int before = model.open(conversation, "It is on its way.").length;
            conversation.add(Message.assistant("It is on its way."));
            conversation.add(Message.user("When will it be here?"));

            try (Judgement judgement = read(model, conversation);
                    Judgement anew = read(fresh, conversation)) {
                assertThat(judgement.usage().tokensRead())
                        .isEqualTo(anew.usage().tokensRead() - before);
                for (String answer : List.of("", "Tomorrow", "Never")) {
                    assertThat(judgement.score(List.of(answer))[0])
                            .isCloseTo(anew.score(List.of(answer))[0], offset(TOLERANCE));
                }
            }
        }
        assertThat(prompts.bytes()).isZero();
    }
}
