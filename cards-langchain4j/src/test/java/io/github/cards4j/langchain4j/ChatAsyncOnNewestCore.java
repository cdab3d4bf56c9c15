package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.cards4j.Cards;
import io.github.cards4j.test.Gate;
import io.github.cards4j.test.ScriptedModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Run by {@code -Plangchain4j-newest}: what the core that the classes are compiled against does not have. */
@Timeout(120)
class ChatAsyncOnNewestCore {

    @Test
    void theNewestCoreIsInUse() {
        String core = ChatModel.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertThat(core).endsWith("langchain4j-core-" + System.getProperty("cards.test.core") + ".jar");
    }

    @Test
    void chatAsyncIsTheModelsOwn() throws Exception {
        ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from("story")).build();
        try (Cards engine = Engines.over(Engines.knowing())) {
            ChatModel model = CardsChatModel.builder().engine(engine).build();
            CompletableFuture<?> future = (CompletableFuture<?>)
                    ChatModel.class.getMethod("chatAsync", ChatRequest.class).invoke(model, request);

            ChatResponse response = (ChatResponse) future.get(1, TimeUnit.MINUTES);
            assertThat(response.aiMessage().text()).isEqualTo(Engines.STORY);
        }
    }

    /** Its events have a type that the oldest core lacks: docs/contracts.md. */
    @Test
    void streamsThatArePublishedAreRefusedByLangChain4j() throws Exception {
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from("story")).build();
        try (Cards engine = Engines.over(Engines.knowing())) {
            StreamingChatModel model =
                    CardsStreamingChatModel.builder().engine(engine).build();
            ((Flow.Publisher<?>) StreamingChatModel.class
                            .getMethod("chat", ChatRequest.class)
                            .invoke(model, request))
                    .subscribe(new Flow.Subscriber<Object>() {
                        @Override
                        public void onSubscribe(Flow.Subscription subscription) {
                            subscription.request(Long.MAX_VALUE);
                        }

                        @Override
                        public void onNext(Object event) {}

                        @Override
                        public void onError(Throwable error) {
                            refused.complete(error);
                        }

                        @Override
                        public void onComplete() {}
                    });
            assertThat(refused.get(1, TimeUnit.MINUTES)).isInstanceOf(UnsupportedFeatureException.class);
        }
    }

    @Test
    void cancellingTheFutureStopsTheDevice() throws Exception {
        Gate gate = new Gate();
        ScriptedModel script = Engines.knowing().beforeStep(gate);
        ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from("story")).build();
        try (Cards engine = Engines.over(script)) {
            ChatModel model = CardsChatModel.builder().engine(engine).build();
            CompletableFuture<?> future = (CompletableFuture<?>)
                    ChatModel.class.getMethod("chatAsync", ChatRequest.class).invoke(model, request);
            gate.awaitReached();
            future.cancel(true);
            gate.open();
            model.chat("I love you");

            // The whole story takes 680.
            assertThat(script.steps()).isLessThan(60);
        }
    }
}
