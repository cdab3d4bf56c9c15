package io.github.cards4j.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.decoding.fake.FakeDriver;
import io.github.cards4j.decoding.fake.FakeLanguageModel;
import io.github.cards4j.decoding.fake.FakeRewardModel;
import io.github.cards4j.decoding.fake.FakeTokenizer;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Sampling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingsTest {

    private static final Sampling SAMPLING = new Sampling(1, 0, 1);
    private final FakeTokenizer tokenizer = FakeTokenizer.ascii();
    private final FakeLanguageModel model = FakeLanguageModel.saying(tokenizer, "hello there");
    private final FakeRewardModel rewards = new FakeRewardModel(String::length);

    private DecodingResult run(Method method, List<String> shown) {
        DecodingListener listener = new DecodingListener() {
            @Override
            public void onText(String text) {
                shown.add(text);
            }
        };
        DecodingOptions options =
                new DecodingOptions(method, SAMPLING, 100, List.of(), 1, method.judged() ? alignment() : null, 16);
        Decoding decoding = begin(options, listener);
        return FakeDriver.run(model, decoding);
    }

    private Decoding begin(DecodingOptions options, DecodingListener listener) {
        @Nullable FakeRewardModel judge = options.method().judged() ? rewards : null;
        return Decodings.begin(model, judge, tokenizer.encode("hi?"), List.of(Message.user("hi?")), options, listener);
    }

    private static Alignment alignment() {
        return new Alignment(5, 0.5, 1, 10, 2, 3, 4, OnExhausted.BEST, "", Double.NEGATIVE_INFINITY, 5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "cards", "cards:1", "cards:8", "best-of-n:20", "best-of-n-sequential:3", "rejection"})
    void everyMethodSaysWhatItsModelSays(String method) {
        List<String> shown = new ArrayList<>();
        DecodingResult result = run(Method.parse(method), shown);
        assertThat(result.text()).isEqualTo("hello there");
        assertThat(String.join("", shown)).isEqualTo("hello there");
        assertThat(result.finishReason()).isEqualTo(FinishReason.END_OF_SEQUENCE);
        assertThat(result.tokens()).hasSize(12).endsWith(tokenizer.end());
        assertThat(result.segments().stream().map(Segment::text))
                .satisfies(t -> assertThat(String.join("", t)).isEqualTo("hello there"));
        assertThat(model.open()).isZero();
        assertThat(rewards.open()).isZero();
    }

    @Test
    void aPromptWithoutRoomForAnAnswerIsAnErrorWithItsNumbers() {
        DecodingOptions options = new DecodingOptions(Method.PLAIN, SAMPLING, 100, List.of(), 1, null, 16);
        assertThatThrownBy(() -> Decodings.begin(model, null, new int[1000], List.of(), options, DecodingListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000");
    }
}
