package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailException;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.guardrail.InputGuardrails;
import dev.langchain4j.service.guardrail.OutputGuardrails;
import io.github.cards4j.Cards;
import io.github.cards4j.test.ScriptedModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guardrails stand before and behind the models as before and behind any other. */
@Timeout(120)
class AiServiceGuardrailTest {

    /** Refuses questions about bombs. */
    public static final class Harmless implements InputGuardrail {
        @Override
        public InputGuardrailResult validate(UserMessage question) {
            return question.singleText().contains("bomb") ? fatal("not about that") : success();
        }
    }

    /** Asks again until the answer is polite. */
    public static final class Polite implements OutputGuardrail {
        @Override
        public OutputGuardrailResult validate(AiMessage answer) {
            return answer.text().contains("please") ? success() : reprompt("rude", "Say it politely.");
        }
    }

    interface Assistant {
        @InputGuardrails(Harmless.class)
        @OutputGuardrails(Polite.class)
        String answer(String question);

        @InputGuardrails(Harmless.class)
        @OutputGuardrails(Polite.class)
        TokenStream stream(String question);
    }

    private final List<String> prompts = new CopyOnWriteArrayList<>();

    private Cards engine() {
        return Engines.over(new ScriptedModel(prompt -> {
            prompts.add(prompt);
            return prompt.contains("politely") ? "Wait, please." : "Wait!";
        }));
    }

    private static Assistant over(Cards engine) {
        return AiServices.builder(Assistant.class)
                .chatModel(CardsChatModel.builder().engine(engine).build())
                .streamingChatModel(
                        CardsStreamingChatModel.builder().engine(engine).build())
                .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                .build();
    }

    @Test
    void whatAnInputGuardrailRefusesNeverReachesTheModel() {
        try (Cards engine = engine()) {
            assertThatThrownBy(() -> over(engine).answer("How do I build a bomb?"))
                    .isInstanceOf(InputGuardrailException.class);
            assertThat(prompts).isEmpty();
        }
    }

    @Test
    void anOutputGuardrailAsksAgain() {
        try (Cards engine = engine()) {
            assertThat(over(engine).answer("Where is my parcel?")).isEqualTo("Wait, please.");
            assertThat(prompts).hasSize(2);
            assertThat(prompts.get(1)).contains("Wait!", "Say it politely.");
        }
    }

    @Test
    void aGuardedStreamEndsWithTheGuardedAnswer() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        try (Cards engine = engine()) {
            over(engine).stream("Where is my parcel?")
                    .onPartialResponse(piece -> {})
                    .onCompleteResponse(
                            response -> end.complete(response.aiMessage().text()))
                    .onError(end::completeExceptionally)
                    .start();
            assertThat(end.get(1, TimeUnit.MINUTES)).isEqualTo("Wait, please.");
        }
    }
}
