package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageType;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.memory.chat.TokenWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import io.github.cards4j.Cards;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.template.ModelChatTemplate;
import io.github.cards4j.test.ScriptedModel;
import io.github.cards4j.test.ToolScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations go on, whatever their memory forgets, also with templates that want user and assistant to alternate. */
@Timeout(120)
class ChatMemoryTest {

    interface Assistant {
        Result<String> answer(String question);
    }

    private final List<String> prompts = new CopyOnWriteArrayList<>();

    /** Says how many prompts it has seen, and keeps them. */
    private final ScriptedModel model = new ScriptedModel(prompt -> {
        prompts.add(prompt);
        return "Answer number " + prompts.size() + ".";
    });

    private Cards engine(String template) throws IOException {
        return engine(model, template);
    }

    /** By a template as models publish it. */
    private static Cards engine(ScriptedModel model, String template) throws IOException {
        String source = Files.readString(
                Path.of("../cards-core/src/test/resources/io/github/cards4j/template/models", template + ".jinja"));
        return Engines.over(
                model,
                Engines.judging(text -> 1),
                ModelChatTemplate.of(
                        template,
                        Map.of(ModelChatTemplate.DEFAULT, source),
                        Map.of("bos_token", "<bos>", "eos_token", "<eos>")));
    }

    private static AiServices<Assistant> assistant(Cards engine, ChatMemory memory) {
        return AiServices.builder(Assistant.class)
                .chatModel(CardsChatModel.builder().engine(engine).build())
                .chatMemory(memory);
    }

    private String lastPrompt() {
        return prompts.get(prompts.size() - 1);
    }

    /** Whether the window begins with a question or an answer depends on its size, and on whether there is a system message. */
    @ParameterizedTest
    @CsvSource({
        "gemma2,9,true", "gemma2,10,true", "gemma2,9,false", "gemma2,10,false",
        "gemma3,9,true", "gemma3,10,true", "gemma3,9,false", "gemma3,10,false",
        "mistral,9,true", "mistral,10,true", "mistral,9,false", "mistral,10,false",
        "mistral-tools,9,true", "mistral-tools,10,true", "mistral-tools,9,false", "mistral-tools,10,false"
    })
    void aWindowMayBeginAnywhere(String template, int most, boolean system) throws IOException {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(most);
        try (Cards engine = engine(template)) {
            AiServices<Assistant> services = assistant(engine, memory);
            Assistant assistant = (system ? services.systemMessage("Be kind.") : services).build();
            for (int turn = 1; turn <= 12; turn++) {
                Result<String> result = assistant.answer("Question " + turn + "?");
                assertThat(result.content()).isEqualTo("Answer number " + turn + ".");
                assertThat(lastPrompt()).contains("Question " + turn + "?");
                assertThat(lastPrompt().contains("Be kind.")).isEqualTo(system);
            }
            // the oldest that the window holds is read
            assertThat(lastPrompt()).contains("Answer number 8.").doesNotContain("Answer number 1.");
            assertThat(memory.messages()).hasSize(most);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3", "mistral", "mistral-tools"})
    void aTurnThatFailedDoesNotEndTheConversation(String template) throws IOException {
        try (Cards engine = engine(template)) {
            Assistant assistant = assistant(engine, MessageWindowChatMemory.withMaxMessages(10))
                    .systemMessage("Be kind.")
                    .build();
            assistant.answer("First?");
            model.beforeStep(() -> {
                throw new ModelException("the device failed");
            });
            assertThatThrownBy(() -> assistant.answer("Second?")).isInstanceOf(InternalServerException.class);
            model.beforeStep(() -> {});

            assertThat(assistant.answer("Third?").content()).isEqualTo("Answer number 3.");
            assertThat(lastPrompt()).contains("First?", "Answer number 1.", "Second?\n\nThird?");
            assertThat(assistant.answer("Fourth?").content()).isEqualTo("Answer number 4.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3", "mistral", "mistral-tools"})
    void aMemoryThatCountsTokensKeepsWhatFits(String template) throws IOException {
        int room = 250;
        List<ChatMessageType> beginnings = new ArrayList<>();
        try (Cards engine = engine(template)) {
            ChatMemory memory = TokenWindowChatMemory.withMaxTokens(room, new CardsTokenCountEstimator(engine));
            CardsChatModel chat = CardsChatModel.builder().engine(engine).build();
            memory.add(SystemMessage.from("Be kind."));
            for (int turn = 1; turn <= 15; turn++) {
                // of several lengths, so that what is forgotten ends with questions and with answers
                String question = "Question " + turn + "?" + " Please.".repeat(turn % 4);
                memory.add(UserMessage.from(question));
                ChatResponse response = chat.chat(memory.messages());
                memory.add(response.aiMessage());
                assertThat(response.tokenUsage().inputTokenCount()).isLessThanOrEqualTo(room);
                assertThat(lastPrompt()).contains("Be kind.", question);
                beginnings.add(memory.messages().get(1).type());
            }
            assertThat(beginnings).contains(ChatMessageType.USER, ChatMessageType.AI);
            assertThat(memory.messages()).hasSizeLessThan(12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3", "mistral", "mistral-tools"})
    void whatIsCountedIsWhatIsSent(String template) throws IOException {
        List<ChatMessage> conversation = List.of(
                SystemMessage.from("Be kind."),
                AiMessage.from("Shall I?"),
                UserMessage.from("Yes."),
                UserMessage.from("Now."));
        try (Cards engine = engine(template)) {
            int sent = CardsChatModel.builder()
                    .engine(engine)
                    .build()
                    .chat(conversation)
                    .tokenUsage()
                    .inputTokenCount();
            assertThat(new CardsTokenCountEstimator(engine).estimateTokenCountInMessages(conversation))
                    .isEqualTo(sent);
        }
    }

    /** Its result is the answer: nothing stands between it and the next question. */
    static final class Clerk {
        @Tool(returnBehavior = ReturnBehavior.IMMEDIATE)
        String weather(@P("Where.") String place) {
            return "Grey in " + place + ".";
        }
    }

    @Test
    void aToolsResultMayBeTheAnswer() throws IOException {
        ScriptedModel calling = new ScriptedModel(prompt -> {
            prompts.add(prompt);
            return prompts.size() == 1
                    ? ToolScript.MISTRAL.call("weather", "{\"place\": \"Bergen\"}")
                    : "Answer number " + prompts.size() + ".";
        });
        try (Cards engine = engine(calling, "mistral-tools")) {
            Assistant assistant = assistant(engine, MessageWindowChatMemory.withMaxMessages(10))
                    .tools(new Clerk())
                    .build();
            assertThat(assistant.answer("Weather?").toolExecutions()).hasSize(1);
            assertThat(assistant.answer("And now?").content()).isEqualTo("Answer number 2.");
            assertThat(lastPrompt())
                    .containsSubsequence("Weather?", "[TOOL_CALLS]", "Bergen", "[TOOL_RESULTS]", "Grey", "And now?");
        }
    }

    @Test
    void whatIsRefusedInNormalFormTooIsTheRequestsFault() {
        ModelChatTemplate never = ModelChatTemplate.of(
                "never",
                Map.of(ModelChatTemplate.DEFAULT, "{{ raise_exception('Never ' + messages[0].content) }}"),
                Map.of());
        try (Cards engine = Engines.over(model, Engines.judging(text -> 1), never)) {
            CardsChatModel chat = CardsChatModel.builder().engine(engine).build();
            assertThatThrownBy(() -> chat.chat(UserMessage.from("one"), UserMessage.from("two")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageEndingWith("Never one");
        }
    }
}
