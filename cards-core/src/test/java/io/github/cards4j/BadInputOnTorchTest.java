package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.checkpoint.TensorInfo;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.ContextExceededException;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged weights, devices that are not there, and prompts at the edge of the context: one clear error, and it goes on. */
class BadInputOnTorchTest {

    private static final List<Message> ASKED = List.of(Message.user("Where is it?"));

    @TempDir
    Path temp;

    private static CardsOptions.Builder options(Path llm, Path reward) {
        return CardsOptions.builder()
                .llm(llm.toString())
                .reward(reward.toString())
                .chatFormat("plain")
                .dtype("float32")
                .threads(1)
                .defaults(GenerationOptions.builder()
                        .targetReward(0.0)
                        .rewardTemperature(0.5)
                        .uncertaintyThreshold(1.0)
                        .maxNewTokens(12)
                        .seed(1L)
                        .build());
    }

    private static CardsRequest request(Method method) {
        return CardsRequest.of("Where is it?")
                .with(GenerationOptions.builder().method(method).build());
    }

    /** A copy of a model in which a tensor is not a number. */
    private Path damaged(String name, String tensor) throws IOException {
        Path copy = Golden.copy(name, temp.resolve("damaged-" + name));
        TensorInfo where = Checkpoint.open(copy).tensors().stream()
                .filter(t -> t.name().equals(tensor))
                .findFirst()
                .orElseThrow();
        ByteBuffer nan =
                ByteBuffer.allocate((int) (where.end() - where.begin())).order(ByteOrder.LITTLE_ENDIAN);
        while (nan.hasRemaining()) {
            nan.putFloat(Float.NaN);
        }
        try (FileChannel file = FileChannel.open(where.file(), StandardOpenOption.WRITE)) {
            file.write(nan.flip(), where.begin());
        }
        return copy;
    }

    @Test
    void logitsThatAreNotFinite() throws IOException {
        Path broken = damaged("tied", "model.norm.weight");
        try (Cards cards = Cards.open(options(broken, Golden.folder("reward")).build())) {
            for (Method method : List.of(Method.PLAIN, Method.CARDS, new Method.BestOf(3), Method.PLAIN)) {
                assertThatThrownBy(() -> cards.generate(request(method)))
                        .isInstanceOf(ModelException.class)
                        .hasMessageContainingAll("logits of damaged-tied are not finite", "dtype=float32");
            }
            assertThat(cards.score(ASKED, "Here.")).isFinite();
        }
    }

    @Test
    void rewardsThatAreNotFinite() throws IOException {
        Path broken = damaged("reward", "score.weight");
        try (Cards cards = Cards.open(options(Golden.folder("tied"), broken).build())) {
            for (Method method : List.of(Method.CARDS, new Method.BestOf(3), new Method.Rejection(2))) {
                assertThatThrownBy(() -> cards.generate(request(method)))
                        .isInstanceOf(ModelException.class)
                        .hasMessageContainingAll("reward of damaged-reward is not finite", "weights are damaged");
            }
            assertThatThrownBy(() -> cards.score(ASKED, "Here."))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("damaged-reward is not finite");
            assertThat(cards.generate(request(Method.PLAIN)).text()).isNotEmpty();
        }
    }

    @Test
    void aDeviceThatIsNotThere() {
        CardsOptions.Builder options = options(Golden.folder("tied"), Golden.folder("reward"));
        assertThatThrownBy(() -> Cards.open(options.device("cuda:99").build()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("device=cuda:99 is not there");
        try (Cards cards = Cards.open(options.device("cpu").build())) {
            assertThat(cards.generate(request(Method.CARDS)).result().reward()).isFinite();
        }
    }

    /** Grows by whatever fits until the prompt has so many tokens. */
    private static String prompt(Cards cards, int tokens) {
        StringBuilder text = new StringBuilder("Tell me");
        while (cards.countTokens(List.of(Message.user(text.toString()))) < tokens) {
            int before = text.length();
            for (String more : List.of(" and so on", " q", "7", "ß", "\n")) {
                text.append(more);
                if (cards.countTokens(List.of(Message.user(text.toString()))) <= tokens) {
                    break;
                }
                text.setLength(before);
            }
            assertThat(text.length()).as("nothing fits").isGreaterThan(before);
        }
        return text.toString();
    }

    @Test
    void aPromptAtTheEdgeOfTheContext() {
        try (Cards cards = Cards.open(
                options(Golden.folder("tied"), Golden.folder("reward")).build())) {
            int context = cards.contextLength();
            String full = prompt(cards, context);
            assertThatThrownBy(() -> cards.generate(CardsRequest.of(full)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(context + " tokens", "at most " + context, "shorten");

            String oneLeft = prompt(cards, context - 1);
            CardsRequest last = CardsRequest.of(oneLeft);
            CardsResponse response = cards.generate(
                    last.with(GenerationOptions.builder().method(Method.PLAIN).build()));
            assertThat(response.promptTokens()).isEqualTo(context - 1);
            assertThat(response.result().tokens()).hasSize(1);
            assertThat(response.result().finishReason()).isIn(FinishReason.LENGTH, FinishReason.END_OF_SEQUENCE);
            // and none for the reward model
            assertThatThrownBy(() -> cards.score(last.messages(), "On its way, and more than that."))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("for the reward model reward", "context holds " + context, "shorten");

            String fewLeft = prompt(cards, context - 60);
            CardsResponse judged = cards.generate(CardsRequest.of(fewLeft));
            assertThat(judged.result().reward())
                    .isEqualTo(cards.score(List.of(Message.user(fewLeft)), judged.text()), within(1e-4));
        }
    }

    /** A reward model that reads less than the language model writes: the answer ends there. */
    @Test
    void aRewardModelWithAShorterContext() throws IOException {
        Path shorter = Golden.copy("reward", temp.resolve("shorter"));
        Path config = shorter.resolve("config.json");
        String json = Files.readString(config);
        assertThat(json).contains("\"max_position_embeddings\": 256");
        Files.writeString(config, json.replace("\"max_position_embeddings\": 256", "\"max_position_embeddings\": 96"));
        GenerationOptions easy = GenerationOptions.builder()
                .targetReward(-1000.0)
                .maxNewTokens(150)
                .build();
        try (Cards cards = Cards.open(options(Golden.folder("tied"), shorter).build())) {
            CardsResponse response =
                    cards.generate(CardsRequest.of("Where is it?").with(easy));
            assertThat(response.result().finishReason()).isEqualTo(FinishReason.LENGTH);
            assertThat(response.result().tokens()).hasSizeBetween(1, 149);
            assertThat(response.result().reward())
                    .isEqualTo(cards.score(List.of(Message.user("Where is it?")), response.text()), within(1e-4));
            assertThatThrownBy(() -> cards.generate(
                            CardsRequest.of("Where is it? ".repeat(13)).with(easy)))
                    .isInstanceOf(ContextExceededException.class)
                    .hasMessageContainingAll("for the reward model shorter", "context holds 96");
        }
    }

    /** The lowest temperature that there is takes the most likely token too, as zero does. */
    @Test
    void oddSamplingOptionsTogether() {
        try (Cards cards = Cards.open(
                options(Golden.folder("tied"), Golden.folder("reward")).build())) {
            GenerationOptions greedy = GenerationOptions.builder()
                    .method(Method.PLAIN)
                    .temperature(0.0)
                    .build();
            List<Integer> expected = tokens(cards, greedy);
            assertThat(tokens(
                            cards, greedy.toBuilder().temperature(1e-30).topK(0).build()))
                    .isEqualTo(expected);
            assertThat(tokens(
                            cards, greedy.toBuilder().temperature(100.0).topK(1).build()))
                    .isEqualTo(expected);
            assertThat(tokens(
                            cards,
                            greedy.toBuilder()
                                    .temperature(1.0)
                                    .topP(1e-12)
                                    .topK(0)
                                    .build()))
                    .isEqualTo(expected);
            assertThat(tokens(
                            cards,
                            greedy.toBuilder()
                                    .temperature(1.0)
                                    .topK(Integer.MAX_VALUE)
                                    .build()))
                    .hasSizeBetween(1, 12);
        }
    }

    private static List<Integer> tokens(Cards cards, GenerationOptions options) {
        return cards.generate(CardsRequest.of("Where is it?").with(options))
                .result()
                .tokens();
    }
}
