package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import io.github.cards4j.Cards;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments of a few bytes cut characters and stop sequences; what is shown does not. */
@Timeout(120)
class StreamedTextTest {

    private static final String TEXT = "Grüße aus Köln: 你好，世界。 👩‍👩‍👧 𝒜 e\u0301 — ";

    private static Recorder stream(String answer, ChatRequestParameters parameters) throws Exception {
        Recorder recorder = new Recorder();
        try (Cards engine = Engines.over(Engines.saying(answer))) {
            ChatRequest request = ChatRequest.builder()
                    .messages(UserMessage.from("Hi"))
                    .parameters(parameters)
                    .build();
            CardsStreamingChatModel.builder().engine(engine).build().chat(request, recorder);
            recorder.response();
        }
        return recorder;
    }

    private static CardsChatRequestParameters.Builder segmentsOf(int tokens) {
        return CardsChatRequestParameters.builder().minSegmentTokens(1).maxSegmentTokens(tokens);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void charactersAreWhole(int segment) throws Exception {
        String answer = TEXT + TEXT + "end";
        Recorder recorder = stream(answer, segmentsOf(segment).build());

        assertThat(recorder.response().aiMessage().text()).isEqualTo(answer);
        assertThat(String.join("", recorder.pieces)).isEqualTo(answer);
        assertThat(recorder.pieces).hasSizeGreaterThan(5).allSatisfy(piece -> {
            assertThat(piece).isNotEmpty().doesNotContain("\uFFFD");
            assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
            assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void nothingOfAStopSequenceIsShown(int segment) throws Exception {
        List<String> stops = List.of("世界", "STOP HERE");
        Recorder early = stream(TEXT, segmentsOf(segment).stopSequences(stops).build());
        Recorder late = stream(
                "STOP, STOP H, STOP HERE and more",
                segmentsOf(segment).stopSequences(stops).build());

        assertThat(String.join("", early.pieces))
                .isEqualTo("Grüße aus Köln: 你好，")
                .isEqualTo(early.response().aiMessage().text());
        assertThat(String.join("", late.pieces))
                .isEqualTo("STOP, STOP H, ")
                .isEqualTo(late.response().aiMessage().text());
        assertThat(late.response().finishReason()).isEqualTo(FinishReason.STOP);
    }

    /** The limit falls into a character: what there is of it is not shown. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void aCharacterThatTheLengthLimitCutsIsLeftOut(int segment) throws Exception {
        Recorder recorder = stream(TEXT, segmentsOf(segment).maxOutputTokens(3).build());

        assertThat(String.join("", recorder.pieces))
                .isEqualTo("Gr")
                .isEqualTo(recorder.response().aiMessage().text());
        assertThat(recorder.response().finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(recorder.response().tokenUsage().outputTokenCount()).isEqualTo(3);
    }

    /** Of stop sequences that begin alike the one that is complete counts; nothing is left of an answer that is one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void stopSequencesThatBeginAlike(int segment) throws Exception {
        List<String> stops = List.of("世界！", "界，", "ab", "abc");
        Recorder text =
                stream("你好，世界、世界，end", segmentsOf(segment).stopSequences(stops).build());
        Recorder whole = stream("abc", segmentsOf(segment).stopSequences(stops).build());

        assertThat(String.join("", text.pieces))
                .isEqualTo("你好，世界、世")
                .isEqualTo(text.response().aiMessage().text());
        assertThat(whole.pieces).isEmpty();
        assertThat(whole.response().aiMessage().text()).isEmpty();
        assertThat(whole.response().finishReason()).isEqualTo(FinishReason.STOP);
    }
}
