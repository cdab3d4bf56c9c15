package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import io.github.cards4j.Cards;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.OnExhausted;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON is valid whatever the model would rather say, and aligned as any text. */
@Timeout(120)
class ResponseFormatsTest {

    enum Mood {
        GLAD,
        SAD
    }

    record Person(String name, int age, Mood mood) {}

    interface Extractor {
        Person person(String text);
    }

    record Stock(String shop, Map<String, Integer> counts, List<List<String>> shelves) {}

    interface Clerk {
        Stock stock(String text);
    }

    private static final JsonObjectSchema PERSON = JsonObjectSchema.builder()
            .addStringProperty("name")
            .addIntegerProperty("age")
            .addEnumProperty("mood", List.of("GLAD", "SAD"))
            .required("name", "age", "mood")
            .build();

    private static ResponseFormat format(JsonSchemaElement schema) {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(
                        JsonSchema.builder().name("Answer").rootElement(schema).build())
                .build();
    }

    private static ChatRequest request(ResponseFormat format, long seed) {
        ChatRequestParameters parameters = CardsChatRequestParameters.builder()
                .responseFormat(format)
                .seed(seed)
                .build();
        return ChatRequest.builder()
                .messages(UserMessage.from("Who is it?"))
                .parameters(parameters)
                .build();
    }

    private static CardsChatModel model(Cards engine) {
        return CardsChatModel.builder().engine(engine).build();
    }

    private static void assertPerson(JsonNode person) {
        assertThat(person.propertyStream().map(entry -> entry.getKey())).containsExactly("name", "age", "mood");
        assertThat(person.path("name").isTextual()).isTrue();
        assertThat(person.path("age").isIntegralNumber()).isTrue();
        assertThat(person.path("mood").asText()).isIn("GLAD", "SAD");
    }

    @Test
    void aModelThatWouldRatherTalkAnswersInJson() throws Exception {
        try (Cards engine = Engines.over(Engines.saying("It is Klaus, of course."))) {
            for (int seed = 0; seed < 20; seed++) {
                ChatResponse response = model(engine).chat(request(format(PERSON), seed));
                assertPerson(new ObjectMapper().readTree(response.aiMessage().text()));
                assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);

                response = model(engine).chat(request(ResponseFormat.JSON, seed));
                assertThat(new ObjectMapper()
                                .readTree(response.aiMessage().text())
                                .isObject())
                        .isTrue();
            }
        }
    }

    @Test
    void aModelThatAnswersInJsonSaysWhatItWants() {
        String json = "{\"name\": \"Klaus\", \"age\": 37, \"mood\": \"GLAD\"}";
        try (Cards engine = Engines.over(Engines.saying(json))) {
            ChatResponse response = model(engine).chat(request(format(PERSON), 1));
            assertThat(response.aiMessage().text()).isEqualTo(json);
            CardsChatResponseMetadata metadata = (CardsChatResponseMetadata) response.metadata();
            assertThat(metadata.reward()).isEqualTo(1);
            assertThat(metadata.segments()).isNotEmpty().allMatch(segment -> segment.judged());
        }
    }

    /** What its limit shortens fits all the same, and says so. */
    @Test
    void jsonThatIsKeptShortIsMarked() throws Exception {
        String json = "{\"name\": \"Klaus of the hill\", \"age\": 37, \"mood\": \"GLAD\"}";
        try (Cards engine = Engines.over(Engines.saying(json))) {
            for (int limit : new int[] {json.length() - 8, 256}) {
                ChatRequest asked = ChatRequest.builder()
                        .messages(UserMessage.from("Who is it?"))
                        .parameters(ChatRequestParameters.builder()
                                .responseFormat(format(PERSON))
                                .maxOutputTokens(limit)
                                .build())
                        .build();
                Recorder recorder = new Recorder();
                ChatResponse response = model(engine).chat(asked);
                CardsStreamingChatModel.builder().engine(engine).build().chat(asked, recorder);

                assertPerson(new ObjectMapper().readTree(response.aiMessage().text()));
                assertThat(response.aiMessage().text().equals(json)).isEqualTo(limit == 256);
                assertThat(response.finishReason()).isEqualTo(limit == 256 ? FinishReason.STOP : FinishReason.LENGTH);
                assertThat(recorder.response().finishReason()).isEqualTo(response.finishReason());
            }
        }
    }

    @Test
    void aStreamShowsTheSame() throws Exception {
        Recorder recorder = new Recorder();
        try (Cards engine = Engines.over(Engines.saying("It is Klaus, of course."))) {
            CardsStreamingChatModel.builder().engine(engine).build().chat(request(format(PERSON), 7), recorder);
            String text = recorder.response().aiMessage().text();
            assertThat(String.join("", recorder.pieces)).isEqualTo(text);
            assertPerson(new ObjectMapper().readTree(text));
        }
    }

    /** What is set for all answers cannot know of this one, which has to be whole. */
    @Test
    void defaultsThatWouldCutAnObjectAreLeftOut() {
        String json = "{\"name\":\"Klaus\",\"age\":37,\"mood\":\"SAD\"}";
        GenerationOptions cutting = GenerationOptions.builder()
                .stopSequences(List.of("a"))
                .onExhausted(OnExhausted.REPLACE)
                .replacement("Sorry.")
                .build();
        try (Cards engine = Engines.over(Engines.saying(json))) {
            GenerationOptions before = engine.defaults();
            engine.useProfile("cutting", cutting);
            CardsChatModel.Builder plain = CardsChatModel.builder().engine(engine);
            CardsChatModel profiled = CardsChatModel.builder()
                    .engine(engine)
                    .defaultRequestParameters(
                            ChatRequestParameters.builder().modelName("cutting").build())
                    .build();
            CardsChatModel built = CardsChatModel.builder()
                    .engine(engine)
                    .stopSequences(List.of("a"))
                    .build();
            for (CardsChatModel model : List.of(profiled, built)) {
                assertThat(AiServices.create(Extractor.class, model).person("Who is it?"))
                        .isEqualTo(new Person("Klaus", 37, Mood.SAD));
            }
            engine.useDefaults(before.overrideWith(cutting));
            assertThat(AiServices.create(Extractor.class, plain.build()).person("Who is it?"))
                    .isEqualTo(new Person("Klaus", 37, Mood.SAD));
        }
    }

    @Test
    void whereAReplacementWouldBreakJsonTheAnswerFails() {
        try (Cards engine = Engines.over(Engines.saying("{}"), Engines.judging(text -> -10), 8)) {
            engine.useDefaults(engine.defaults().toBuilder()
                    .rewardFloor(0.0)
                    .onExhausted(OnExhausted.REPLACE)
                    .replacement("Sorry.")
                    .build());

            assertThat(model(engine).chat("Who is it?")).isEqualTo("Sorry.");
            assertThatThrownBy(() ->
                            AiServices.create(Extractor.class, model(engine)).person("Who is it?"))
                    .isInstanceOf(ContentFilteredException.class);
        }
    }

    @Test
    void whatTheRequestItselfAsksForIsRefused() {
        try (Cards engine = Engines.over(Engines.saying("{}"))) {
            ChatRequestParameters cut = ChatRequestParameters.builder()
                    .responseFormat(ResponseFormat.JSON)
                    .stopSequences("a")
                    .build();
            assertThatThrownBy(() -> model(engine)
                            .chat(ChatRequest.builder()
                                    .messages(UserMessage.from("Who is it?"))
                                    .parameters(cut)
                                    .build()))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("stopSequences and grammar");
        }
    }

    @Test
    void anAiServiceReturnsObjects() {
        String json = "{\"name\":\"Klaus\",\"age\":37,\"mood\":\"SAD\"}";
        try (Cards engine = Engines.over(Engines.saying(json))) {
            assertThat(model(engine).supportedCapabilities()).containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
            Extractor extractor = AiServices.create(Extractor.class, model(engine));
            assertThat(extractor.person("Klaus is 37 and sad.")).isEqualTo(new Person("Klaus", 37, Mood.SAD));
        }
    }

    /** LangChain4j's schema of a map is an object without properties. */
    @Test
    void mapsAndNestedListsAreFilled() {
        String json = "{\"shop\":\"Bergen\",\"counts\":{\"kettle\":3,\"vase\":0},\"shelves\":[[\"a\",\"b\"],[]]}";
        try (Cards engine = Engines.over(Engines.saying(json))) {
            Clerk clerk = AiServices.create(Clerk.class, model(engine));

            assertThat(clerk.stock("Three kettles, no vase."))
                    .isEqualTo(
                            new Stock("Bergen", Map.of("kettle", 3, "vase", 0), List.of(List.of("a", "b"), List.of())));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whetherOtherPropertiesMayBeIsKept(boolean others) {
        String json = "{\"name\": \"Klaus\", \"town\": \"Bergen\"}";
        JsonObjectSchema schema = JsonObjectSchema.builder()
                .addStringProperty("name")
                .required("name")
                .additionalProperties(others)
                .build();
        try (Cards engine = Engines.over(Engines.saying(json))) {
            String text =
                    model(engine).chat(request(format(schema), 1)).aiMessage().text();

            assertThat(text.equals(json)).isEqualTo(others);
            assertThat(text).startsWith("{\"name\": \"Klaus\"");
        }
    }

    @Test
    void whatASchemaCannotBeHeldToIsRefusedByName() {
        ResponseFormat impossible = format(JsonRawSchema.from("{\"type\": \"object\", \"not\": {}}"));
        try (Cards engine = Engines.over(Engines.saying("{}"))) {
            assertThatThrownBy(() -> model(engine).chat(request(impossible, 1)))
                    .isExactlyInstanceOf(UnsupportedFeatureException.class)
                    .hasMessageContaining("not supported")
                    .hasMessageContaining("keyword not is not supported");
            assertThatThrownBy(() -> CardsChatModel.builder()
                            .engine(engine)
                            .defaultRequestParameters(ChatRequestParameters.builder()
                                    .responseFormat(impossible)
                                    .build())
                            .build())
                    .isExactlyInstanceOf(UnsupportedFeatureException.class);
        }
    }
}
