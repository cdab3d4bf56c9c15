package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.output.FinishReason;
import io.github.cards4j.Cards;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.template.ChatFormats;
import io.github.cards4j.template.ModelChatTemplate;
import io.github.cards4j.test.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reasoning models think is no part of what they say. */
@Timeout(120)
class ThoughtsTest {

    /** Its prompts end within a thought, as those of DeepSeek-R1 do. */
    private static final ChatTemplate OPENING = opening("");

    /** It takes tools, too. */
    private static final ChatTemplate OPENING_WITH_TOOLS =
            opening("{%- if tools and loop.first %}{{ tools | tojson }}{% endif %}"
                    + "{%- for call in message.tool_calls or [] %}"
                    + "{{ '<tool_call>\\n' + {'name': call.function.name, 'arguments': call.function.arguments} | tojson }}"
                    + "{{ '\\n</tool_call>' }}{% endfor %}");

    private static ChatTemplate opening(String ofEachMessage) {
        return ModelChatTemplate.of(
                "opening",
                Map.of(
                        ModelChatTemplate.DEFAULT,
                        "{%- for message in messages %}{{ '<' + message.role + '>' + message.content }}" + ofEachMessage
                                + "{% endfor %}{{ '<assistant><think>\\n' if add_generation_prompt }}"),
                Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "'<think>\nHm, so:\nyes.\n</think>\n\nYes.'    | false | 'Hm, so:\nyes.' | Yes.",
                "'\n<think>a </think> b </think>'            | false | a              | 'b </think>'",
                "'<think>\n\n</think>\n\nYes.'                 | false | none           | Yes.",
                "'<think>a < b </thin </ think>'             | false | 'a < b </thin </ think>' | ''",
                "'<think>cut </th'                           | false | cut </th       | ''",
                "'Yes. <think>no</think>'                    | false | none           | 'Yes. <think>no</think>'",
                "' <thinking> Yes. '                         | false | none           | ' <thinking> Yes. '",
                "<thi                                        | false | none           | <thi",
                "'  '                                        | false | none           | '  '",
                "''                                          | false | none           | ''",
                "'Hm.\n</think>\n\nYes.'                       | true  | Hm.            | Yes.",
                "'Hm.'                                       | true  | Hm.            | ''",
            })
    void anAnswerIsToldApartHoweverItComes(String answer, boolean begun, String thought, String said) {
        assertThat(Thoughts.of(begun, answer)).isEqualTo(new Thoughts.Split(thought, said));
        for (int size = 1; size <= answer.length(); size++) {
            StringBuilder thoughts = new StringBuilder();
            StringBuilder text = new StringBuilder();
            Thoughts pieces = new Thoughts(begun, thoughts::append, text::append);
            for (int at = 0; at < answer.length(); at += size) {
                pieces.add(answer.substring(at, Math.min(answer.length(), at + size)));
            }
            pieces.end();
            assertThat(thoughts).as("pieces of %d", size).hasToString(thought == null ? "" : thought);
            assertThat(text).as("pieces of %d", size).hasToString(said);
        }
    }

    private static final class Listening extends Recorder {
        final List<String> thoughts = new CopyOnWriteArrayList<>();

        @Override
        public void onPartialThinking(PartialThinking thought, PartialThinkingContext context) {
            threads.add(Thread.currentThread());
            thoughts.add(thought.text());
        }
    }

    @Test
    void bothModelsTellThoughtsFromAnswers() throws Exception {
        String answer = "<think>\nThe user asks for the time of day.\n</think>\n\nIt is noon.";
        Listening recorder = new Listening();
        try (Cards engine = Engines.over(Engines.saying(answer))) {
            var response = CardsChatModel.builder().engine(engine).build().chat(UserMessage.from("Time?"));
            CardsStreamingChatModel.builder().engine(engine).build().chat("Time?", recorder);

            assertThat(response.aiMessage().thinking()).isEqualTo("The user asks for the time of day.");
            assertThat(response.aiMessage().text()).isEqualTo("It is noon.");
            assertThat(recorder.response().aiMessage()).isEqualTo(response.aiMessage());
        }
        assertThat(String.join("", recorder.thoughts)).isEqualTo("The user asks for the time of day.");
        assertThat(recorder.thoughts).hasSizeGreaterThan(3);
        assertThat(String.join("", recorder.pieces)).isEqualTo("It is noon.");
        assertThat(recorder.threads).hasSize(1);
    }

    @Test
    void aTemplateMayOpenTheThoughtForTheModel() throws Exception {
        ScriptedModel script = Engines.saying("Noon, I guess.\n</think>\n\nNoon.");
        Listening recorder = new Listening();
        try (Cards engine = Engines.over(script, Engines.judging(text -> 1), OPENING)) {
            CardsStreamingChatModel.builder().engine(engine).build().chat("Time?", recorder);

            assertThat(recorder.response().aiMessage().thinking()).isEqualTo("Noon, I guess.");
            assertThat(recorder.response().aiMessage().text()).isEqualTo("Noon.");
            assertThat(recorder.response().finishReason()).isEqualTo(FinishReason.STOP);
        }
        assertThat(recorder.pieces).containsExactly("Noon.");
    }

    /** Attempts run out where the model thinks or says "evil". */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "false | '<think>\nHm, so: evil'            | 'Hm, so:' | I cannot say.",
                "false | '<think> evil'                     | none      | I cannot say.",
                "false | '<think> a </think> evil'          | a         | I cannot say.",
                "false | '<think> a </think> Well, evil'    | a         | Well, I cannot say.",
                "false | 'Well, evil'                       | none      | Well, I cannot say.",
                "true  | 'evil'                             | none      | I cannot say.",
                "true  | 'Hm, so: evil'                     | 'Hm, so:' | I cannot say.",
                "true  | 'a </think> Well, evil'            | a         | Well, I cannot say.",
            })
    void theReplacementIsSaidWhereverItStands(boolean begun, String answer, String thought, String said)
            throws Exception {
        ChatTemplate template = begun ? OPENING : ChatFormats.of("chatml");
        RewardModel reward = Engines.judging(text -> text.contains("evil") ? -9 : 9);
        GenerationOptions floor = GenerationOptions.builder()
                .onExhausted(OnExhausted.REPLACE)
                .replacement("I cannot say.")
                .rewardFloor(0.0)
                .maxAttempts(2)
                .build();
        Listening recorder = new Listening();
        try (Cards engine = Engines.over(Engines.saying(answer), reward, template)) {
            engine.useDefaults(engine.defaults().overrideWith(floor));
            var message = CardsChatModel.builder()
                    .engine(engine)
                    .build()
                    .chat(UserMessage.from("Time?"))
                    .aiMessage();
            CardsStreamingChatModel.builder().engine(engine).build().chat("Time?", recorder);

            assertThat(message.thinking()).isEqualTo(thought);
            assertThat(message.text()).isEqualTo(said);
            assertThat(recorder.response().aiMessage()).isEqualTo(message);
            assertThat(recorder.response().finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
        }
        assertThat(String.join("", recorder.thoughts)).isEqualTo(thought == null ? "" : thought);
        assertThat(String.join("", recorder.pieces)).isEqualTo(said);
    }

    @Test
    void jsonIsNeverAThought() {
        List<String> prompts = new ArrayList<>();
        ScriptedModel script = new ScriptedModel(prompt -> {
            prompts.add(prompt);
            return "{\"time\":\"noon\"}";
        });
        try (Cards engine = Engines.over(script, Engines.judging(text -> 1), OPENING)) {
            var response = CardsChatModel.builder()
                    .engine(engine)
                    .build()
                    .chat(ChatRequest.builder()
                            .messages(UserMessage.from("Time?"))
                            .responseFormat(ResponseFormat.JSON)
                            .build());

            assertThat(response.aiMessage().text()).isEqualTo("{\"time\":\"noon\"}");
            assertThat(response.aiMessage().thinking()).isNull();
        }
        assertThat(prompts).containsExactly("<user>Time?<assistant><think>\n");
    }

    /** Whoever asks for it; an answer that a grammar leaves its prose begins with a thought as any other. */
    @ParameterizedTest
    @CsvSource({"profile, json, false", "defaults, json, false", "profile, json, true", "profile, tagged, false"})
    void jsonIsNoThoughtWhoeverAsksForIt(String place, String kind, boolean tools) throws Exception {
        boolean json = kind.equals("json");
        Grammar.Tag tag = new Grammar.Tag("<call>", Grammar.jsonObject(), "</call>");
        GenerationOptions held = GenerationOptions.builder()
                .grammar(json ? Grammar.jsonObject() : Grammar.tagged(List.of(tag), 0, 1, true))
                .build();
        String text = "{\"time\":\"noon\"}";
        Listening recorder = new Listening();
        try (Cards engine =
                Engines.over(Engines.saying(text), Engines.judging(t -> 1), tools ? OPENING_WITH_TOOLS : OPENING)) {
            if (place.equals("profile")) {
                engine.useProfile("held", held);
            } else {
                engine.useDefaults(engine.defaults().overrideWith(held));
            }
            ChatRequest request = ChatRequest.builder()
                    .messages(UserMessage.from("Time?"))
                    .modelName(place.equals("profile") ? "held" : engine.modelName())
                    .toolSpecifications(
                            tools
                                    ? List.of(ToolSpecification.builder()
                                            .name("clock")
                                            .build())
                                    : List.of())
                    .build();
            var message = CardsChatModel.builder()
                    .engine(engine)
                    .build()
                    .chat(request)
                    .aiMessage();
            CardsStreamingChatModel.builder().engine(engine).build().chat(request, recorder);

            assertThat(message.text()).isEqualTo(json ? text : "");
            assertThat(message.thinking()).isEqualTo(json ? null : text);
            assertThat(recorder.response().aiMessage()).isEqualTo(message);
        }
        assertThat(String.join("", recorder.pieces)).isEqualTo(json ? text : "");
        assertThat(String.join("", recorder.thoughts)).isEqualTo(json ? "" : text);
    }
}
