package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.TokenWindowChatMemory;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.cards4j.Cards;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Role;
import io.github.cards4j.template.ChatFormats;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A scripted model's tokens are bytes. */
@Timeout(120)
class CardsTokenCountEstimatorTest {

    private static final List<ChatMessage> CONVERSATION =
            List.of(SystemMessage.from("Be kind."), UserMessage.from("story"), AiMessage.from("Once."));

    @Test
    void countsATextAMessageAndAWholePrompt() {
        try (Cards engine = Engines.over(Engines.knowing())) {
            CardsTokenCountEstimator estimator = new CardsTokenCountEstimator(engine);
            assertThat(estimator.estimateTokenCountInText("Grüße")).isEqualTo(7);
            assertThat(estimator.estimateTokenCountInMessage(UserMessage.from("story")))
                    .isEqualTo(5);

            ChatResponse response =
                    CardsChatModel.builder().engine(engine).build().chat(CONVERSATION);
            assertThat(estimator.estimateTokenCountInMessages(CONVERSATION))
                    .isEqualTo(response.tokenUsage().inputTokenCount());
            assertThatThrownBy(() -> estimator.estimateTokenCountInMessage(
                            UserMessage.from(ImageContent.from("https://example.org/cat.png"))))
                    .isInstanceOf(UnsupportedFeatureException.class);
        }
    }

    /** As the templates of some models do. */
    private record UserFirst(ChatTemplate chatml) implements ChatTemplate {
        @Override
        public List<Piece> prompt(List<Message> conversation) {
            if (conversation.get(0).role() != Role.USER) {
                throw new IllegalArgumentException("a conversation begins with the user");
            }
            return chatml.prompt(conversation);
        }

        @Override
        public List<Piece> answered(List<Message> conversation, String answer, boolean closed) {
            return chatml.answered(conversation, answer, closed);
        }

        @Override
        public String name() {
            return "user-first";
        }
    }

    @Test
    void aConversationThatTheTemplateRefusesIsCountedByItsTexts() {
        try (Cards engine = Cards.of(Engines.knowing(), null, new UserFirst(ChatFormats.of("chatml")))) {
            int tokens = new CardsTokenCountEstimator(engine).estimateTokenCountInMessages(CONVERSATION);
            assertThat(tokens).isEqualTo(8 + 5 + 5 + 3 * CardsTokenCountEstimator.FRAME);
        }
    }

    private static final ToolSpecification CLOCK = ToolSpecification.builder()
            .name("clock")
            .description("Tells the time.")
            .parameters(JsonObjectSchema.builder().addStringProperty("zone").build())
            .build();

    @Test
    void anAgentsPromptIsCountedWithItsTools() {
        try (Cards engine = Engines.contract()) {
            List<ChatMessage> question = List.of(UserMessage.from("story"));
            ChatResponse response = CardsChatModel.builder()
                    .engine(engine)
                    .build()
                    .chat(ChatRequest.builder()
                            .messages(question)
                            .toolSpecifications(CLOCK)
                            .build());

            assertThat(new CardsTokenCountEstimator(engine, List.of(CLOCK)).estimateTokenCountInMessages(question))
                    .isEqualTo(response.tokenUsage().inputTokenCount());
        }
    }

    @Test
    void callsAndToolsCountWhereTheTemplateRefusesThem() {
        List<ChatMessage> conversation = List.of(
                UserMessage.from("When?"),
                AiMessage.from(ToolExecutionRequest.builder()
                        .id("1")
                        .name("clock")
                        .arguments("{\"zone\":\"UTC\"}")
                        .build()));
        try (Cards engine = Engines.over(Engines.knowing())) {
            int without = new CardsTokenCountEstimator(engine).estimateTokenCountInMessages(conversation);
            assertThat(without)
                    .isEqualTo("When?".length()
                            + "clock".length()
                            + "{\"zone\":\"UTC\"}".length()
                            + 3 * CardsTokenCountEstimator.FRAME);
            assertThat(new CardsTokenCountEstimator(engine, List.of(CLOCK)).estimateTokenCountInMessages(conversation))
                    .isGreaterThan(without + "clockTells the time.zone".length() + CardsTokenCountEstimator.FRAME);
        }
    }

    @Test
    void aMemoryThatCountsKeepsWhatFitsAndTheSystemMessage() {
        int room = 250;
        try (Cards engine = Engines.over(Engines.saying("An answer of some length."))) {
            ChatMemory memory = TokenWindowChatMemory.withMaxTokens(room, new CardsTokenCountEstimator(engine));
            CardsChatModel model = CardsChatModel.builder().engine(engine).build();
            memory.add(SystemMessage.from("Be kind."));
            for (int turn = 0; turn < 10; turn++) {
                UserMessage question = UserMessage.from("Question number " + turn + "?");
                memory.add(question);
                ChatResponse response = model.chat(memory.messages());
                memory.add(response.aiMessage());
                assertThat(response.tokenUsage().inputTokenCount()).isLessThanOrEqualTo(room);
                assertThat(memory.messages()).contains(SystemMessage.from("Be kind."), question);
            }
            assertThat(memory.messages()).hasSizeBetween(3, 9);
        }
    }
}
