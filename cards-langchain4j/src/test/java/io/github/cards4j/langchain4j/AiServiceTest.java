package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.chain.ConversationalChain;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import io.github.cards4j.Cards;
import io.github.cards4j.test.ScriptedModel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chains and AiServices: system messages, several turns, memories of several users. */
@Timeout(120)
class AiServiceTest {

    interface Assistant {
        @SystemMessage("Be kind.")
        Result<String> answer(String question);
    }

    interface Clerk {
        @SystemMessage("You work for {{shop}}.")
        @UserMessage("Customer {{name}} asks.")
        String answer(@MemoryId int customer, @V("name") String name, @V("shop") String shop);
    }

    /** Says how many prompts it has seen, and keeps them. */
    private static ScriptedModel counting(List<String> prompts) {
        return new ScriptedModel(prompt -> {
            prompts.add(prompt);
            return "Answer number " + prompts.size() + ".";
        });
    }

    private final List<String> prompts = new CopyOnWriteArrayList<>();

    @Test
    void anAssistantAnswersAndRemembers() {
        try (Cards engine = Engines.over(counting(prompts))) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(CardsChatModel.builder().engine(engine).build())
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                    .build();

            Result<String> answer = assistant.answer("First?");
            assertThat(answer.content()).isEqualTo("Answer number 1.");
            // Its bytes and the end.
            assertThat(answer.tokenUsage().outputTokenCount()).isEqualTo(17);
            assertThat(answer.finalResponse().metadata()).isInstanceOf(CardsChatResponseMetadata.class);

            assistant.answer("Second?");
            assertThat(prompts.get(1))
                    .isEqualTo("<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nFirst?<|im_end|>\n"
                            + "<|im_start|>assistant\nAnswer number 1.<|im_end|>\n"
                            + "<|im_start|>user\nSecond?<|im_end|>\n<|im_start|>assistant\n");
        }
    }

    @Test
    void eachUserHasAMemory() {
        try (Cards engine = Engines.over(counting(prompts))) {
            Clerk clerk = AiServices.builder(Clerk.class)
                    .chatModel(CardsChatModel.builder().engine(engine).build())
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                    .build();

            clerk.answer(1, "Ann", "Roses");
            clerk.answer(2, "Bob", "Roses");
            clerk.answer(1, "Ann again", "Roses");

            assertThat(prompts).allMatch(prompt -> prompt.contains("You work for Roses."));
            assertThat(prompts.get(1)).contains("Customer Bob asks.").doesNotContain("Ann");
            assertThat(prompts.get(2))
                    .contains("Customer Ann asks.", "Answer number 1.", "Customer Ann again asks.")
                    .doesNotContain("Bob");
        }
    }

    @Test
    void aChainConverses() {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        try (Cards engine = Engines.over(counting(prompts))) {
            ConversationalChain chain = ConversationalChain.builder()
                    .chatModel(CardsChatModel.builder().engine(engine).build())
                    .chatMemory(memory)
                    .build();

            assertThat(chain.execute("First?")).isEqualTo("Answer number 1.");
            assertThat(chain.execute("Second?")).isEqualTo("Answer number 2.");
            assertThat(prompts.get(1)).contains("First?", "Answer number 1.", "Second?");
            assertThat(memory.messages()).hasSize(4);
        }
    }
}
