package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import io.github.cards4j.Cards;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.test.Gate;
import io.github.cards4j.test.ScriptedModel;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CardsStreamingChatModelTest {

    private static CardsStreamingChatModel model(Cards engine) {
        return CardsStreamingChatModel.builder().engine(engine).build();
    }

    @Test
    void piecesConcatenateToTheAnswerOnOneForeignThread() throws Exception {
        Recorder recorder = new Recorder();
        try (Cards engine = Engines.over(Engines.knowing())) {
            model(engine).chat("story", recorder);

            ChatResponse response = recorder.response();
            assertThat(String.join("", recorder.pieces))
                    .isEqualTo(response.aiMessage().text())
                    .isEqualTo(Engines.STORY);
            assertThat(recorder.pieces).hasSizeGreaterThan(100);
            assertThat(recorder.threads).hasSize(1).doesNotContain(Thread.currentThread());
            List<Segment> segments = ((CardsChatResponseMetadata) response.metadata()).segments();
            assertThat(recorder.raw).isEqualTo(segments);
        }
    }

    @Test
    void cancelStopsTheDeviceAndAllCallbacks() throws Exception {
        ScriptedModel script = Engines.knowing();
        Recorder recorder = new Recorder(3);
        try (Cards engine = Engines.over(script)) {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            Gate cancelled = new Gate();
            // The model stands still before its 20th step until the handler has cancelled.
            script.beforeStep(() -> {
                if (script.steps() == 20) {
                    cancelled.run();
                }
            });
            CardsStreamingChatModel.builder()
                    .engine(engine)
                    .executor(executor)
                    .build()
                    .chat("story", recorder);
            executor.execute(cancelled::open);
            executor.shutdown();
            assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            // Served after the cancelled one, by the same thread.
            CardsChatModel.builder().engine(engine).build().chat("I love you");

            assertThat(recorder.pieces).hasSize(3);
            assertThat(recorder.end).isNotDone();
            // The whole story takes 680.
            assertThat(script.steps()).isLessThan(60);
        }
    }

    @Test
    void anAnswerCanBeCancelledBeforeItsFirstText() throws Exception {
        ScriptedModel script = Engines.knowing();
        Recorder recorder = new Recorder();
        try (Cards engine = Engines.over(script)) {
            Gate gate = new Gate();
            script.beforeStep(() -> {
                if (script.steps() == 0) {
                    gate.run();
                }
            });
            model(engine).chat("story", recorder);
            recorder.begun.get(1, TimeUnit.MINUTES).cancel();
            gate.open();
            CardsChatModel.builder().engine(engine).build().chat("I love you");

            assertThat(recorder.pieces).isEmpty();
            assertThat(recorder.raw).isEmpty();
            assertThat(script.steps()).isLessThan(60);
        }
    }

    @Test
    void aSlowHandlerDelaysNobodyElse() throws Exception {
        Gate release = new Gate();
        try (Cards engine = Engines.over(Engines.knowing())) {
            Recorder slow = new Recorder() {
                @Override
                public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                    release.run();
                    super.onPartialResponse(piece, context);
                }
            };
            Recorder quick = new Recorder();
            CardsStreamingChatModel model = model(engine);
            model.chat("story", slow);
            model.chat("story", quick);

            assertThat(quick.response().aiMessage().text()).isEqualTo(Engines.STORY);
            assertThat(slow.end).isNotDone();
            release.open();
            assertThat(slow.response().aiMessage().text()).isEqualTo(Engines.STORY);
        }
    }

    @Test
    void failuresComeThroughTheHandlerAndWhatIsNotSupportedAtOnce() {
        try (Cards engine = Engines.over(Engines.knowing())) {
            CardsStreamingChatModel model = model(engine);
            Recorder tooLong = new Recorder();
            model.chat("word ".repeat(5000), tooLong);
            assertThatThrownBy(tooLong::response).hasCauseInstanceOf(InvalidRequestException.class);

            for (ChatRequest bad : List.of(
                    ChatRequest.builder()
                            .messages(UserMessage.from("Hi"))
                            .temperature(-1.0)
                            .build(),
                    ChatRequest.builder().messages(UserMessage.from(" ")).build())) {
                Recorder told = new Recorder();
                model.chat(bad, told);
                assertThatThrownBy(told::response).hasCauseInstanceOf(InvalidRequestException.class);
            }

            Recorder refused = new Recorder();
            ChatRequest request = ChatRequest.builder()
                    .messages(UserMessage.from("Hi"))
                    .modelName("other")
                    .build();
            assertThatThrownBy(() -> model.chat(request, refused))
                    .isExactlyInstanceOf(UnsupportedFeatureException.class);
            assertThat(refused.end).isNotDone();
        }
    }
}
