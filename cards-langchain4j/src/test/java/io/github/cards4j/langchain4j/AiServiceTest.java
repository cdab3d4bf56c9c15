package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import io.github.cards4j.Cards;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both models behind LangChain4j's AiServices, with memory. */
@Timeout(120)
class AiServiceTest {

    interface Assistant {
        @SystemMessage("Be kind.")
        Result<String> answer(String question);

        TokenStream stream(String question);
    }

    @Test
    void anAssistantAnswersStreamsAndRemembers() throws Exception {
        List<String> prompts = new CopyOnWriteArrayList<>();
        ScriptedModel script = new ScriptedModel(prompt -> {
            prompts.add(prompt);
            return "Answer number " + prompts.size() + ".";
        });
        try (Cards engine = Engines.over(script)) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(CardsChatModel.builder().engine(engine).build())
                    .streamingChatModel(
                            CardsStreamingChatModel.builder().engine(engine).build())
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                    .build();

            Result<String> answer = assistant.answer("First?");
            assertThat(answer.content()).isEqualTo("Answer number 1.");
            assertThat(answer.tokenUsage().outputTokenCount()).isEqualTo(4);

            CompletableFuture<ChatResponse> end = new CompletableFuture<>();
            StringBuilder shown = new StringBuilder();
            assistant.stream("Second?")
                    .onPartialResponse(shown::append)
                    .onCompleteResponse(end::complete)
                    .onError(end::completeExceptionally)
                    .start();

            ChatResponse response = end.get(1, TimeUnit.MINUTES);
            assertThat(shown.toString()).isEqualTo("Answer number 2.");
            assertThat(response.metadata()).isInstanceOf(CardsChatResponseMetadata.class);
            assertThat(prompts.get(1)).contains("Be kind.", "First?", "Answer number 1.", "Second?");
        }
    }
}
