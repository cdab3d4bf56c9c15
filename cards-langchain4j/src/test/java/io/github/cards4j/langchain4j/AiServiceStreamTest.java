package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.github.cards4j.Cards;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.test.Gate;
import io.github.cards4j.test.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service's token stream shows accepted text, tells of segments, and can be cancelled. */
@Timeout(120)
class AiServiceStreamTest {

    interface Assistant {
        TokenStream answer(String question);
    }

    private static Assistant over(Cards engine) {
        return AiServices.builder(Assistant.class)
                .streamingChatModel(
                        CardsStreamingChatModel.builder().engine(engine).build())
                .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                .build();
    }

    @Test
    void showsTextSegmentsAndTheWholeResponse() throws Exception {
        List<String> prompts = new CopyOnWriteArrayList<>();
        ScriptedModel script = new ScriptedModel(prompt -> {
            prompts.add(prompt);
            return "Answer number " + prompts.size() + ".";
        });
        try (Cards engine = Engines.over(script)) {
            Assistant assistant = over(engine);
            for (int turn = 1; turn <= 2; turn++) {
                StringBuilder shown = new StringBuilder();
                List<Object> segments = new ArrayList<>();
                CompletableFuture<ChatResponse> end = new CompletableFuture<>();
                assistant
                        .answer("Question " + turn + "?")
                        .onPartialResponse(shown::append)
                        .onUnmappedRawEvent(segments::add)
                        .onCompleteResponse(end::complete)
                        .onError(end::completeExceptionally)
                        .start();

                ChatResponse response = end.get(1, TimeUnit.MINUTES);
                assertThat(shown.toString()).isEqualTo("Answer number " + turn + ".");
                assertThat(response.metadata()).isInstanceOf(CardsChatResponseMetadata.class);
                assertThat(segments).hasSize(4).first().isInstanceOf(StreamingHandle.class);
                assertThat(segments.subList(1, 4)).hasOnlyElementsOfType(Segment.class);
            }
            assertThat(prompts.get(1)).contains("Question 1?", "Answer number 1.", "Question 2?");
        }
    }

    @Test
    void canBeCancelled() throws Exception {
        ScriptedModel script = Engines.knowing();
        List<String> shown = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        try (Cards engine = Engines.over(script)) {
            Gate gate = new Gate();
            script.beforeStep(() -> {
                if (script.steps() == 30) {
                    gate.run();
                }
            });
            over(engine)
                    .answer("story")
                    .onPartialResponseWithContext((piece, context) -> {
                        shown.add(piece.text());
                        if (shown.size() == 2) {
                            context.streamingHandle().cancel();
                            cancelled.complete(null);
                        }
                    })
                    .onCompleteResponse(response -> shown.add("complete"))
                    .onError(error -> shown.add("error"))
                    .start();
            cancelled.get(1, TimeUnit.MINUTES);
            gate.open();
            CardsChatModel.builder().engine(engine).build().chat("I love you");

            assertThat(shown).containsExactly("Once", " upon");
            assertThat(script.steps()).isLessThan(80);
        }
    }
}
