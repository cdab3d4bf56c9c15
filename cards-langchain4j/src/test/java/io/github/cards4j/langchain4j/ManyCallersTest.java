package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import io.github.cards4j.Cards;
import io.github.cards4j.test.Gate;
import io.github.cards4j.test.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads on one engine, each in its own way: everyone gets the answer to its own question. */
@Timeout(120)
class ManyCallersTest {

    private static final Pattern NUMBER = Pattern.compile("number (\\d+)");

    private static String answer(int number) {
        return "You asked for " + number + ", so here is " + number + " in many words.";
    }

    private static ScriptedModel answering() {
        return new ScriptedModel(prompt -> {
            Matcher number = NUMBER.matcher(prompt);
            int asked = number.find() ? Integer.parseInt(number.group(1)) : -1;
            return prompt.contains("as JSON") ? "{\"number\": " + asked + "}" : answer(asked);
        });
    }

    private static String ask(CardsChatModel model, CardsStreamingChatModel streaming, int number) throws Exception {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("Say number " + number))
                .build();
        switch (number % 5) {
            case 0:
                return model.chat(request).aiMessage().text();
            case 1:
                return model.doChatAsync(request)
                        .get(1, TimeUnit.MINUTES)
                        .aiMessage()
                        .text();
            case 2:
                Recorder recorder = new Recorder();
                streaming.chat(request, recorder);
                ChatResponse response = recorder.response();
                assertThat(recorder.threads).hasSize(1);
                assertThat(String.join("", recorder.pieces))
                        .isEqualTo(response.aiMessage().text());
                return response.aiMessage().text();
            case 3:
                Recorder throwing = new Recorder() {
                    @Override
                    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                        throw new IllegalStateException("broken");
                    }

                    @Override
                    public void onError(Throwable error) {}
                };
                streaming.chat(request, throwing);
                return throwing.response().aiMessage().text();
            default:
                Recorder quitting = new Recorder(2);
                streaming.chat(request, quitting);
                String json = model.chat(ChatRequest.builder()
                                .messages(UserMessage.from("Say number " + number + " as JSON"))
                                .responseFormat(ResponseFormat.JSON)
                                .build())
                        .aiMessage()
                        .text();
                assertThat(json).isEqualTo("{\"number\": " + number + "}");
                return answer(number);
        }
    }

    @Test
    void everyoneGetsItsOwnAnswer() throws Exception {
        int callers = 40;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try (Cards engine = Engines.over(answering(), Engines.judging(text -> 1), 2 * callers)) {
            CardsChatModel model = CardsChatModel.builder().engine(engine).build();
            CardsStreamingChatModel streaming =
                    CardsStreamingChatModel.builder().engine(engine).build();
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int number = i;
                answers.add(threads.submit(() -> ask(model, streaming, number)));
            }
            for (int i = 0; i < callers; i++) {
                assertThat(answers.get(i).get(1, TimeUnit.MINUTES)).isEqualTo(answer(i));
            }
            // Those that were cancelled have left their places too.
            assertThat(model.chat("Say number 7")).isEqualTo(answer(7));
            assertThat(engine.load().waiting()).isZero();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aTimeoutOfTheFutureStopsTheAnswer() throws Exception {
        Gate gate = new Gate();
        ScriptedModel script = Engines.knowing().beforeStep(gate);
        try (Cards engine = Engines.over(script)) {
            CardsChatModel model = CardsChatModel.builder().engine(engine).build();
            CompletableFuture<ChatResponse> late = model.doChatAsync(
                    ChatRequest.builder().messages(UserMessage.from("story")).build());
            gate.awaitReached();

            assertThat(late.orTimeout(1, TimeUnit.MILLISECONDS))
                    .failsWithin(1, TimeUnit.MINUTES)
                    .withThrowableThat()
                    .withCauseInstanceOf(java.util.concurrent.TimeoutException.class);
            gate.open();
            model.chat("I love you");
            // The whole story takes 680.
            assertThat(script.steps()).isLessThan(60);
        }
    }
}
