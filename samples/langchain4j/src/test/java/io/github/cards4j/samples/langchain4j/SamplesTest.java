package io.github.cards4j.samples.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.cards4j.Cards;
import io.github.cards4j.langchain4j.CardsChatModel;
import io.github.cards4j.template.ModelChatTemplate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SamplesTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void theChainAndTheRetrievalRunOnTheEmbeddedModels() throws Exception {
        assertThat(Samples.run(out, out, List.of())).isZero();

        assertThat(lines()).contains("-- chain", "-- rag", "  found: Order 77 should go to Cork.");
        int found = lines().indexOf("  found: Order 77 should go to Cork.");
        assertThat(lines().get(found + 1)).isNotBlank();
        assertThat(lines().get(2)).isNotBlank();
    }

    @Test
    void wrongArgumentsAreStatusTwo() throws Exception {
        for (List<String> wrong :
                List.of(List.of("chains"), List.of("assistant"), List.of("--llm"), List.of("--llm", "a", "b"))) {
            assertThat(Samples.run(out, out, wrong)).isEqualTo(2);
        }
        assertThat(lines()).hasSize(4).allMatch(line -> line.startsWith("samples: "));
    }

    /** Another provider: asks for the tool, then says what it returned. */
    private static final class Other implements ChatModel {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            String last =
                    request.messages().get(request.messages().size() - 1) instanceof ToolExecutionResultMessage result
                            ? "It is " + result.text() + "."
                            : "Sure.";
            boolean calls = !request.toolSpecifications().isEmpty() && last.equals("Sure.");
            AiMessage answer = calls
                    ? AiMessage.from(ToolExecutionRequest.builder()
                            .id("1")
                            .name(request.toolSpecifications().get(0).name())
                            .arguments("{\"order\":28}")
                            .build())
                    : AiMessage.from(last);
            return ChatResponse.builder().aiMessage(answer).build();
        }
    }

    /** As {@link Other}, streaming. */
    private static final class OtherStreaming implements StreamingChatModel {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            handler.onPartialResponse("Sure.");
            handler.onCompleteResponse(new Other().doChat(request));
        }
    }

    @Test
    void everySampleRunsOnAnotherProviderUnchanged() throws Exception {
        ChainSample.run(new Other(), out);
        AssistantSample.run(new Other(), out);
        RagSample.run(new OtherStreaming(), out);

        assertThat(lines())
                .contains(
                        "  called parcel{\"order\":28}: in Bruges, to be delivered on Friday",
                        "It is in Bruges, to be delivered on Friday.",
                        "Sure.");
    }

    /** The embedded models are too small to call tools: one that has learned it stands in for them. */
    @Test
    void theAssistantRunsOnCardsWithAModelThatCallsTools() throws Exception {
        CallingModel model = new CallingModel(prompt -> prompt.contains("in Bruges")
                ? "It is in Bruges and comes on Friday."
                : "<tool_call>\n{\"name\": \"parcel\", \"arguments\": {\"order\": 28}}\n</tool_call>");
        ModelChatTemplate template =
                ModelChatTemplate.of("calling", Map.of(ModelChatTemplate.DEFAULT, CallingModel.TEMPLATE), Map.of());
        try (Cards engine = Cards.of(model, null, template)) {
            AssistantSample.run(CardsChatModel.builder().engine(engine).build(), out);
        }
        assertThat(lines())
                .containsExactly(
                        "> Where is the parcel of order 28?",
                        "  called parcel{\"order\":28}: in Bruges, to be delivered on Friday",
                        "It is in Bruges and comes on Friday.");
    }

    @Test
    void onlyTheBuilderKnowsTheProvider() throws Exception {
        List<String> knowing = new ArrayList<>();
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        for (Path source : sources) {
            if (Files.readString(source).contains("import io.github.cards4j")) {
                knowing.add(source.getFileName().toString());
            }
        }
        assertThat(sources).hasSizeGreaterThan(4);
        assertThat(knowing).containsExactly("Models.java");
    }
}
