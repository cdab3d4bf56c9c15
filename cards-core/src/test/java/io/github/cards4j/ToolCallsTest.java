package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.template.ChatFormats;
import io.github.cards4j.template.ExpectedTemplates;
import io.github.cards4j.tools.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tool calls of a scripted model through the engine. */
@Timeout(120)
class ToolCallsTest {

    private static final ToolSpec WEATHER = new ToolSpec(
            "weather",
            "Tells the weather.",
            "{\"type\":\"object\",\"properties\":{\"place\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"}},"
                    + "\"required\":[\"place\"]}");
    private static final ToolSpec NOW = new ToolSpec("now", null, ToolSpec.NO_PARAMETERS);
    private static final List<ToolSpec> TOOLS = List.of(WEATHER, NOW);
    private static final String ARGUMENTS = "{\"place\": \"Zürich </tool_call> \\\"HB\\\"\"}";

    private static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("qwen2.5", "<tool_call>\n{\"name\": \"weather\", \"arguments\": %s}\n</tool_call>"),
                Arguments.of("hermes", "<tool_call>\n{\"name\": \"weather\", \"arguments\": %s}\n</tool_call>"),
                Arguments.of("smollm3", "<tool_call>\n{\"name\": \"weather\", \"arguments\": %s}\n</tool_call>"),
                Arguments.of("smollm2-tool-use", "<tool_call>[{\"name\": \"weather\", \"arguments\": %s}]</tool_call>"),
                Arguments.of("llama-3.1", "{\"name\": \"weather\", \"parameters\": %s}"),
                Arguments.of("llama-3.2", "<|python_tag|>{\"name\": \"weather\", \"parameters\": %s}"),
                Arguments.of("llama-3.2", "{\"type\": \"function\", \"name\": \"weather\", \"parameters\": %s}"),
                Arguments.of("mistral-tools", "[TOOL_CALLS] [{\"name\": \"weather\", \"arguments\": %s}]"),
                Arguments.of("mistral-tools", "[TOOL_CALLS][{\"name\": \"weather\", \"arguments\": %s}]"),
                Arguments.of("mistral-args", "[TOOL_CALLS]weather[ARGS]%s"));
    }

    private static Cards cards(ScriptedModel model, ScriptedReward reward, ChatTemplate template) {
        CardsOptions options = CardsOptions.builder()
                .llm("scripted")
                .defaults(GenerationOptions.builder()
                        .targetReward(1.0)
                        .rewardTemperature(0.1)
                        .uncertaintyThreshold(3.0)
                        .seed(1L)
                        .build())
                .build();
        return Cards.of(model, reward, template, options);
    }

    private static CardsRequest ask(ToolChoice choice) {
        return CardsRequest.of("Coat?").with(TOOLS, choice);
    }

    private static final ScriptedReward KIND = new ScriptedReward(text -> 1);

    @ParameterizedTest
    @MethodSource("forms")
    void aCallInEachFormIsReadAndNeverJudged(String template, String form) {
        List<String> judged = new CopyOnWriteArrayList<>();
        ScriptedReward reward = new ScriptedReward(text -> {
            judged.add(text);
            return 1;
        });
        List<ToolCall> told = new ArrayList<>();
        StringBuilder shown = new StringBuilder();
        // An answer that is a call has no prose before it.
        String prose = form.startsWith("{") ? "" : "Let me look. ";
        ScriptedModel model = ScriptedModel.saying(prose + form.formatted(ARGUMENTS));
        try (Cards cards = cards(model, reward, ExpectedTemplates.template(template))) {
            CardsResponse response = cards.generate(ask(ToolChoice.AUTO), new DecodingListener() {
                @Override
                public void onText(String text) {
                    shown.append(text);
                }

                @Override
                public void onToolCall(ToolCall call) {
                    told.add(call);
                }
            });

            assertThat(response.toolCalls()).hasSize(1).isEqualTo(told);
            assertThat(response.toolCalls().get(0).name()).isEqualTo("weather");
            assertThat(response.toolCalls().get(0).argumentsJson()).isEqualTo(ARGUMENTS.replace("\": ", "\":"));
            assertThat(response.text()).isEqualTo(prose).isEqualTo(shown.toString());
            assertThat(response.result().finishReason()).isEqualTo(FinishReason.END_OF_SEQUENCE);
            assertThat(response.result().segments())
                    .filteredOn(segment -> !segment.judged())
                    .isNotEmpty();
            assertThat(response.result().segments().stream().anyMatch(Segment::judged))
                    .isEqualTo(!prose.isEmpty());
        }
        assertThat(judged.contains("Let me look. ")).isEqualTo(!prose.isEmpty());
        assertThat(judged).noneMatch(text -> text.contains("place") || text.contains("weather"));
    }

    /** SmolLM2 is told to write an empty list if there is nothing to call. */
    @ParameterizedTest
    @ValueSource(strings = {"", "I know that. "})
    void anEmptyListIsAnAnswerWithoutCalls(String prose) {
        for (Method method : List.of(Method.PLAIN, Method.CARDS, new Method.BestOf(2))) {
            StringBuilder shown = new StringBuilder();
            ScriptedModel model = ScriptedModel.saying(prose + "<tool_call>[]</tool_call>");
            try (Cards cards = cards(model, KIND, ExpectedTemplates.template("smollm2-tool-use"))) {
                CardsResponse response = cards.generate(
                        ask(ToolChoice.AUTO)
                                .with(GenerationOptions.builder().method(method).build()),
                        new DecodingListener() {
                            @Override
                            public void onText(String text) {
                                shown.append(text);
                            }

                            @Override
                            public void onToolCall(ToolCall call) {
                                throw new AssertionError(call);
                            }
                        });

                assertThat(response.toolCalls()).isEmpty();
                assertThat(response.text()).isEqualTo(prose).isEqualTo(shown.toString());
                assertThat(response.result().finishReason()).isEqualTo(FinishReason.END_OF_SEQUENCE);
            }
        }
    }

    @Test
    void proseIsJudgedCallsAreTakenAtOnce() {
        // Each word of prose is "good" or "evil", by chance; the call would be evil.
        ScriptedModel model = new ScriptedModel((prompt, soFar, u) -> {
            String call = "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"place\": \"evil\"}}\n</tool_call>";
            if (soFar.length() >= 20) {
                int at = soFar.length() - 20;
                return at < call.length() ? call.charAt(at) : ScriptedModel.END;
            }
            int at = soFar.length() % 5;
            boolean good = at == 0 ? u < 0.5 : soFar.charAt(soFar.length() - at) == 'g';
            return (good ? "good " : "evil ").charAt(at);
        });
        ScriptedReward reward = new ScriptedReward(text -> text.contains("evil") ? -10 : 10);
        try (Cards cards = cards(model, reward, ExpectedTemplates.template("qwen2.5"))) {
            CardsResponse response = cards.generate(ask(ToolChoice.AUTO));

            assertThat(response.text()).isEqualTo("good good good good ");
            assertThat(response.toolCalls())
                    .extracting(ToolCall::argumentsJson)
                    .containsExactly("{\"place\":\"evil\"}");
            assertThat(response.result().reward()).isEqualTo(10);
            assertThat(response.result().segments())
                    .filteredOn(segment -> !segment.judged())
                    .allMatch(segment -> segment.attempts() == 1);
        }
    }

    /** A person asks for an example, and the model is told of tools. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "A person: {\"name\": \"Ann\", \"age\": 3}. Good?",
                "{\"type\": \"function\"} it says, then {\"type\": \"function\", \"name\": \"f\"}",
                "\n[{\"name\": \"Ann\"}, {\"name\": \"weather\", \"parameters\": {}}]"
            })
    void jsonInProseIsNoCallOfLlama(String answer) {
        try (Cards cards = cards(ScriptedModel.saying(answer), KIND, ExpectedTemplates.template("llama-3.2"))) {
            CardsResponse response = cards.generate(ask(ToolChoice.AUTO));

            assertThat(response.text()).isEqualTo(answer);
            assertThat(response.toolCalls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", " "})
    void whiteSpaceBeforeACallOfLlamaDoesNotHide(String space) {
        ScriptedModel model = ScriptedModel.saying(space + "{\"name\": \"now\", \"parameters\": {}}");
        try (Cards cards = cards(model, KIND, ExpectedTemplates.template("llama-3.2"))) {
            CardsResponse response = cards.generate(ask(ToolChoice.AUTO));

            assertThat(response.toolCalls()).extracting(ToolCall::name).containsExactly("now");
            assertThat(response.text()).isEqualTo(space);
        }
    }

    @Test
    void callsInParallelKeepTheirOrderAndGetIdsOfTheirOwn() {
        ScriptedModel model = ScriptedModel.saying(
                "<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>\n"
                        + "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"place\": \"Rome\", \"days\": 2}}\n</tool_call>");
        try (Cards cards = cards(model, KIND, ExpectedTemplates.template("qwen3"))) {
            CardsResponse response = cards.generate(ask(ToolChoice.REQUIRED));

            assertThat(response.toolCalls()).extracting(ToolCall::name).containsExactly("now", "weather");
            assertThat(response.toolCalls()).extracting(ToolCall::id).doesNotHaveDuplicates();
            assertThat(response.text()).isBlank();
            assertThat(cards.generate(ask(ToolChoice.REQUIRED)).toolCalls()).isEqualTo(response.toolCalls());
            assertThat(cards.generate(CardsRequest.of("Another?").with(TOOLS, ToolChoice.REQUIRED))
                            .toolCalls())
                    .isNotEqualTo(response.toolCalls());
        }
    }

    @Test
    void anAnswerThatIsCutWithinACallEndsWithoutIt() throws Exception {
        ScriptedModel model = ScriptedModel.saying(
                "Hm. <tool_call>\n{\"name\": \"weather\", \"arguments\": {\"place\": \"Rome\"}}\n</tool_call>");
        CompletableFuture<Generation> running = new CompletableFuture<>();
        AtomicInteger tokens = new AtomicInteger();
        try (Cards cards = cards(model, KIND, ExpectedTemplates.template("qwen2.5"))) {
            running.complete(cards.start(
                    ask(ToolChoice.AUTO)
                            .with(GenerationOptions.builder().maxLanes(1).build()),
                    new DecodingListener() {
                        @Override
                        public void onEntropy(double entropy) {
                            if (tokens.incrementAndGet() == 50) {
                                running.join().cancel();
                            }
                        }
                    }));
            CardsResponse response = running.get().future().get();

            assertThat(response.toolCalls()).isEmpty();
            assertThat(response.text()).isEqualTo("Hm. ");
            assertThat(response.result().finishReason()).isEqualTo(FinishReason.CANCELLED);
        }
    }

    /** An answer with tools and a grammar of its own calls, or keeps to the grammar. */
    @ParameterizedTest
    @ValueSource(strings = {"<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>", "{\"sky\": \"grey\"}"})
    void withAGrammarOfItsOwnAnAnswerCallsOrKeepsToIt(String answer) {
        List<String> judged = new CopyOnWriteArrayList<>();
        ScriptedReward reward = new ScriptedReward(text -> {
            judged.add(text);
            return 1;
        });
        try (Cards cards = cards(ScriptedModel.saying(answer), reward, ExpectedTemplates.template("qwen2.5"))) {
            CardsResponse response = cards.generate(ask(ToolChoice.AUTO)
                    .with(GenerationOptions.builder()
                            .grammar(Grammar.jsonObject())
                            .build()));

            boolean calls = answer.startsWith("<");
            assertThat(response.toolCalls()).hasSize(calls ? 1 : 0);
            assertThat(response.text()).isEqualTo(calls ? "" : answer);
            assertThat(judged).noneMatch(text -> text.contains("now"));
            assertThat(judged.contains(answer)).isEqualTo(!calls);
        }
    }

    private static Stream<Arguments> llamaAndJson() {
        String name =
                "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"age\":{\"type\":\"integer\"}},"
                        + "\"required\":[\"name\"]}";
        String type =
                "{\"type\":\"object\",\"properties\":{\"type\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},"
                        + "\"parameters\":{\"type\":\"object\"}},\"required\":[\"type\"]}";
        return Stream.of(
                        Map.entry(
                                Grammar.jsonObject(),
                                List.of(
                                        "{\"name\": \"weather\", \"parameters\": {\"place\": 7}}",
                                        "{\"name\": \"weatherman\", \"parameters\": {}}",
                                        "{\"name\": \"now\"}",
                                        "{\"type\": \"function\", \"name\": \"later\"}",
                                        "{}")),
                        Map.entry(
                                Grammar.jsonSchema(name),
                                List.of(
                                        "{\"name\": \"weather\", \"age\": 7}",
                                        "{\"name\": \"weather\"}",
                                        "{\"name\": \"Ann\"}")),
                        Map.entry(
                                Grammar.jsonSchema(type),
                                List.of(
                                        "{\"type\": \"function\"}",
                                        "{\"type\": \"function\", \"name\": \"weather\"}",
                                        "{\"type\": \"function\", \"name\": \"now\", \"parameters\": {\"a\": 1}}",
                                        "{\"type\": \"kind\", \"name\": \"x\"}")))
                .flatMap(answers -> Stream.concat(
                        answers.getValue().stream().map(json -> Arguments.of(answers.getKey(), json, null)),
                        CALLS_OF_LLAMA.stream().map(call -> Arguments.of(answers.getKey(), call, "weather"))));
    }

    private static final List<String> CALLS_OF_LLAMA = List.of(
            "{\"name\": \"weather\", \"parameters\": {\"place\": \"Rome\", \"days\": 2}}",
            "{\"type\": \"function\", \"name\": \"weather\", \"parameters\": {\"place\": \"Rome\", \"days\": 2}}",
            "<|python_tag|>{\"name\": \"weather\", \"parameters\": {\"place\": \"Rome\", \"days\": 2}}");

    /** Llama's calls are JSON too, and begin as other JSON may: what can be a call is one, and the rest is text from its beginning. */
    @ParameterizedTest
    @MethodSource("llamaAndJson")
    void callsThatAreJsonAreToldFromJson(Grammar grammar, String answer, @Nullable String tool) {
        for (Method method : List.of(Method.PLAIN, new Method.Cards(2), new Method.BestOf(2))) {
            List<String> judged = new CopyOnWriteArrayList<>();
            ScriptedReward reward = new ScriptedReward(text -> {
                judged.add(text);
                return 1;
            });
            StringBuilder shown = new StringBuilder();
            ScriptedModel model = ScriptedModel.saying(answer);
            try (Cards cards = cards(model, reward, ExpectedTemplates.template("llama-3.2"))) {
                CardsResponse response = cards.generate(
                        ask(ToolChoice.AUTO)
                                .with(GenerationOptions.builder()
                                        .method(method)
                                        .minSegmentTokens(method == Method.PLAIN ? null : 1)
                                        .maxSegmentTokens(method == Method.PLAIN ? null : 3)
                                        .grammar(grammar)
                                        .build()),
                        new DecodingListener() {
                            @Override
                            public void onText(String text) {
                                shown.append(text);
                            }
                        });

                assertThat(response.text())
                        .isEqualTo(tool == null ? answer : "")
                        .isEqualTo(shown.toString());
                assertThat(response.toolCalls())
                        .extracting(ToolCall::name)
                        .isEqualTo(tool == null ? List.of() : List.of(tool));
                assertThat(response.toolCalls())
                        .extracting(ToolCall::argumentsJson)
                        .allMatch("{\"place\":\"Rome\",\"days\":2}"::equals);
                assertThat(response.result().finishReason()).isEqualTo(FinishReason.END_OF_SEQUENCE);
            }
            assertThat(judged).allMatch(text -> tool == null ? answer.startsWith(text) : text.isEmpty());
        }
    }

    /** What would cut the text that keeps to the grammar is refused with tools as without; cutting prose is not. */
    @Test
    void nothingThatCutsGoesWithAGrammarOfItsOwn() {
        try (Cards cards =
                cards(ScriptedModel.saying("{\"sky\": \"grey\"}"), KIND, ExpectedTemplates.template("qwen2.5"))) {
            GenerationOptions.Builder json = GenerationOptions.builder().grammar(Grammar.jsonObject());
            GenerationOptions stops = json.stopSequences(List.of("grey")).build();
            GenerationOptions replaces = json.stopSequences(null)
                    .onExhausted(OnExhausted.REPLACE)
                    .replacement("No.")
                    .build();
            assertThatThrownBy(() -> cards.generate(ask(ToolChoice.AUTO).with(stops)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("stopSequences and grammar exclude each other");
            assertThatThrownBy(() -> cards.generate(ask(ToolChoice.AUTO).with(replaces)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("onExhausted=replace and grammar exclude each other");
            assertThat(cards.generate(ask(ToolChoice.AUTO)
                                    .with(GenerationOptions.builder()
                                            .stopSequences(List.of("grey"))
                                            .build()))
                            .text())
                    .isEqualTo("{\"sky\": \"");
        }
    }

    @Test
    void withChoiceNoneTheAnswerIsProseAndTheModelHearsNothing() {
        List<String> prompts = new CopyOnWriteArrayList<>();
        ScriptedModel model = new ScriptedModel((prompt, soFar, u) -> {
            prompts.add(prompt);
            return soFar.length() < 3 ? "Yes".charAt(soFar.length()) : ScriptedModel.END;
        });
        try (Cards cards = cards(model, KIND, ExpectedTemplates.template("qwen2.5"))) {
            assertThat(cards.generate(ask(ToolChoice.NONE)).text()).isEqualTo("Yes");
            assertThat(prompts).noneMatch(prompt -> prompt.contains("weather"));
            assertThat(cards.generate(ask(ToolChoice.AUTO)).text()).isEqualTo("Yes");
            assertThat(prompts).anyMatch(prompt -> prompt.contains("Tells the weather."));
            assertThat(cards.toolForm()).isEqualTo("hermes");
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedBeforeAnythingRuns() {
        ScriptedModel model = ScriptedModel.saying("no");
        try (Cards cards = cards(model, KIND, ExpectedTemplates.template("qwen2.5"));
                Cards without = cards(ScriptedModel.saying("no"), KIND, ChatFormats.of("chatml"))) {
            assertThatThrownBy(() -> without.generate(ask(ToolChoice.AUTO)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("scripted", "chatml", "no place for tools");
            assertThat(without.toolForm()).isNull();
            ToolSpec odd = new ToolSpec("odd", null, "{\"type\":\"object\",\"allOf\":[{}]}");
            assertThatThrownBy(() -> cards.generate(CardsRequest.of("?").with(List.of(odd), ToolChoice.AUTO)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("tool 'odd'", "allOf");
            ToolSpec list = new ToolSpec("list", null, "{\"type\":\"array\"}");
            assertThatThrownBy(() -> cards.generate(CardsRequest.of("?").with(List.of(list), ToolChoice.AUTO)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("tool 'list'", "type object");
            assertThatThrownBy(() -> CardsRequest.of("?").with(List.of(NOW, NOW), ToolChoice.AUTO))
                    .hasMessageContaining("two tools are named 'now'");
            assertThatThrownBy(() -> CardsRequest.of("?").with(List.of(), ToolChoice.REQUIRED))
                    .hasMessageContaining("REQUIRED");
            assertThatThrownBy(() -> new ToolSpec("my tool\"", null, ToolSpec.NO_PARAMETERS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("my tool");
            assertThat(model.batches()).isEmpty();
        }
    }

    @Test
    void resultsAreFedBackAndJudgedAsTheUsersWords() {
        List<String> prompts = new CopyOnWriteArrayList<>();
        ScriptedModel model = new ScriptedModel((prompt, soFar, u) -> {
            prompts.add(prompt);
            return soFar.length() < 5 ? "Grey.".charAt(soFar.length()) : ScriptedModel.END;
        });
        ToolCall call = new ToolCall("c", "weather", "{\"place\": \"Rome\"}");
        List<Message> conversation = List.of(
                Message.user("Coat?"),
                Message.assistant("", List.of(call)),
                Message.tool("c", "weather", "grey in Rome"));
        try (Cards cards = cards(model, KIND, ExpectedTemplates.template("qwen2.5"))) {
            CardsResponse response =
                    cards.generate(new CardsRequest(conversation, GenerationOptions.none(), TOOLS, ToolChoice.AUTO));

            assertThat(response.text()).isEqualTo("Grey.");
            assertThat(response.toolCalls()).isEmpty();
            assertThat(prompts.get(0))
                    .contains(
                            "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"place\": \"Rome\"}}\n</tool_call>")
                    .contains("<tool_response>\ngrey in Rome\n</tool_response>");
            assertThat(cards.score(conversation, "Grey.")).isEqualTo(1);
        }
    }
}
