package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole way from folders to answers, with the small random models that the golden files belong to. */
class CardsOnTorchTest {

    private static final List<String> PROMPTS = IntStream.range(0, 8)
            .mapToObj(i -> "Where is parcel number " + i + "?")
            .toList();

    private static Cards cards;

    private static String golden(String name) {
        try {
            return Path.of(Objects.requireNonNull(CardsOnTorchTest.class.getResource("golden/" + name + "/config.json"))
                            .toURI())
                    .getParent()
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CardsOptions.Builder options(String llm, String reward) {
        return CardsOptions.builder()
                .llm(golden(llm))
                .reward(golden(reward))
                .chatFormat("plain")
                .dtype("float32")
                .threads(1)
                .defaults(GenerationOptions.builder().maxNewTokens(24).build());
    }

    @BeforeAll
    static void open() {
        List<String> seen = new ArrayList<>();
        cards = Cards.open(options("tied", "reward").build(), (what, fraction) -> {
            seen.add(what);
            assertThat(fraction).isBetween(0.0, 1.0);
        });
        assertThat(seen).isNotEmpty();
        cards.calibrate(PROMPTS);
    }

    @AfterAll
    static void close() {
        cards.close();
    }

    private static CardsRequest request(String prompt, Method method) {
        return CardsRequest.of(prompt)
                .with(GenerationOptions.builder()
                        .seed(3L)
                        .method(method)
                        .uncertaintyThreshold(method.judged() ? 0.0 : null)
                        .build());
    }

    @Test
    void describesItself() {
        assertThat(cards.modelName()).isEqualTo("tied");
        assertThat(cards.description()).contains("cpu", "PyTorch", "float32");
    }

    @Test
    void theNumberOfLanesDoesNotChangeTheAnswer() {
        CardsResponse one = cards.generate(request("Hello", new Method.Cards(1)));
        CardsResponse eight = cards.generate(request("Hello", new Method.Cards(8)));

        assertThat(one.text()).isNotEmpty();
        assertThat(eight.result().tokens()).isEqualTo(one.result().tokens());
        assertThat(one.result().segments()).hasSizeGreaterThan(2);
        assertThat(eight.result().reward()).isEqualTo(one.result().reward(), within(1e-4));
        assertThat(cards.score(List.of(Message.user("Hello")), one.text()))
                .isEqualTo(one.result().reward(), within(1e-4));
    }

    @Test
    void answersScoredTogetherHaveTheRewardsThatEachHasAlone() {
        List<Message> asked = List.of(Message.user("Hello"));
        List<String> answers = List.of("One.", "", "Two, and more of it.", "One.", "x", "y", "z", "a", "b", "Three");

        double[] together = cards.score(asked, answers);

        assertThat(together).hasSameSizeAs(answers);
        for (int i = 0; i < together.length; i++) {
            assertThat(together[i]).isEqualTo(cards.score(asked, answers.get(i)), within(1e-5));
        }
        assertThat(together[0]).isNotEqualTo(together[2]);
        assertThat(cards.score(asked, List.of())).isEmpty();
        assertThat(cards.rewardName()).isEqualTo("reward");
    }

    @Test
    void countsTokensAsItsPromptsAreCounted() {
        CardsResponse response = cards.generate(request("Hello, dear world", Method.PLAIN));

        assertThat(cards.countTokens(List.of(Message.user("Hello, dear world"))))
                .isEqualTo(response.promptTokens());
        assertThat(cards.countTokens("Hello, dear world")).isPositive().isLessThan(response.promptTokens());
        assertThat(cards.contextLength()).isGreaterThan(response.promptTokens());
    }

    @Test
    void sharedPassesDoNotChangeAnswers() {
        List<List<Integer>> alone = new ArrayList<>();
        for (String prompt : PROMPTS) {
            alone.add(cards.generate(request(prompt, Method.CARDS)).result().tokens());
        }
        List<Generation> together = new ArrayList<>();
        for (String prompt : PROMPTS) {
            together.add(cards.start(request(prompt, Method.CARDS), DecodingListener.NONE));
        }
        for (int i = 0; i < PROMPTS.size(); i++) {
            assertThat(together.get(i).future().join().result().tokens()).isEqualTo(alone.get(i));
        }
    }

    @Test
    void calibrationBelongsToThePair() {
        Calibration calibration = Objects.requireNonNull(cards.calibration());

        assertThat(calibration.answers()).isEqualTo(8);
        assertThat(cards.calibrate(PROMPTS)).isEqualTo(calibration);
        try (Cards other =
                Cards.open(options("tied", "reward").rewardConvention("open").build())) {
            assertThatThrownBy(() -> other.useCalibration(calibration))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("convention is ");
        }
    }

    @Test
    void modelsInEachOthersPlaceAreRefused() {
        assertThatThrownBy(() -> Cards.open(options("reward", "tied").build()))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("reward", "is a reward model", "language model is needed");
        assertThatThrownBy(() -> Cards.open(options("tied", "tied").build()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("reward model is needed");
        assertThat(cards.generate(request("Still there?", Method.PLAIN)).text()).isNotEmpty();
    }

    @Test
    void unknownChatFormatsAreRefused() {
        assertThatThrownBy(() ->
                        Cards.open(options("tied", "reward").chatFormat("xml").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("xml");
    }
}
