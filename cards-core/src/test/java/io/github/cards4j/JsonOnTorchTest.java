package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.Span;
import io.github.cards4j.grammar.Fits;
import io.github.cards4j.grammar.Grammar;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON from a model with random weights, which knows nothing of it: the hardest there is. */
class JsonOnTorchTest {

    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
            + "\"kind\":{\"type\":\"string\",\"enum\":[\"small\",\"smaller\",\"größer\"]},"
            + "\"sizes\":{\"type\":\"array\",\"items\":{\"type\":\"number\"},\"maxItems\":3},"
            + "\"parent\":{\"anyOf\":[{\"$ref\":\"#\"},{\"type\":\"null\"}]}},\"required\":[\"name\",\"kind\"]}";

    private static Cards cards;

    @BeforeAll
    static void open() {
        cards = Cards.open(CardsOptions.builder()
                .llm(Golden.folder("tied").toString())
                .reward(Golden.folder("reward").toString())
                .chatFormat("plain")
                .dtype("float32")
                .threads(1)
                .build());
    }

    @AfterAll
    static void close() {
        cards.close();
    }

    private static CardsResponse generate(Method method, Grammar grammar, int maxNewTokens, long seed) {
        return cards.generate(CardsRequest.of("Hi " + seed)
                .with(GenerationOptions.builder()
                        .method(method)
                        .grammar(grammar)
                        .seed(seed)
                        .temperature(1.0)
                        .topK(0)
                        .maxNewTokens(maxNewTokens)
                        .targetReward(method.judged() ? 0.0 : null)
                        .rewardTemperature(method.judged() ? 0.5 : null)
                        .uncertaintyThreshold(method.judged() ? 4.0 : null)
                        .build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "cards"})
    void everyAnswerFitsTheSchema(String method) {
        Grammar grammar = Grammar.jsonSchema(SCHEMA);
        for (int seed = 0; seed < (method.equals("plain") ? 200 : 30); seed++) {
            CardsResponse response = generate(Method.parse(method), grammar, 40 + seed % 30, seed);
            assertThat(Fits.text(response.text(), SCHEMA)).as(response.text()).isTrue();
            assertThat(response.result().finishReason()).isIn(FinishReason.END_OF_SEQUENCE, FinishReason.LENGTH);
        }
    }

    @Test
    void everyAnswerIsAnObject() {
        for (int seed = 0; seed < 60; seed++) {
            String text =
                    generate(Method.PLAIN, Grammar.jsonObject(), 3 + seed, seed).text();
            assertThat(text).startsWith("{").endsWith("}");
            assertThat(Fits.json(text)).as(text).isTrue();
        }
    }

    @Test
    void lanesDoNotChangeTheAnswer() {
        Grammar grammar = Grammar.jsonSchema(SCHEMA);
        for (int seed = 0; seed < 6; seed++) {
            CardsResponse one = generate(new Method.Cards(1), grammar, 80, seed);
            CardsResponse eight = generate(new Method.Cards(8), grammar, 80, seed);
            assertThat(eight.result().tokens()).isEqualTo(one.result().tokens());
        }
    }

    /** A tag goes on from the tokens with which it has opened, and from what the model has read of them. */
    @Test
    void tagsStandInProse() {
        String schema = "{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"integer\"}},\"required\":[\"x\"]}";
        Grammar.Tag written = new Grammar.Tag("<c>", Grammar.jsonSchema(schema), "</c>");
        Grammar.Tag special = new Grammar.Tag("<|im_start|>", Grammar.jsonSchema(schema), "");
        int prose = 0;
        for (int seed = 0; seed < 12; seed++) {
            Grammar grammar = Grammar.tagged(List.of(seed % 2 == 0 ? written : special), 1, 2, true);
            CardsResponse one = generate(new Method.Cards(1), grammar, 60, seed);
            CardsResponse eight = generate(new Method.Cards(8), grammar, 60, seed);
            assertThat(eight.result().tokens()).isEqualTo(one.result().tokens());
            assertThat(eight.spans()).isEqualTo(one.spans());
            List<Span> tags =
                    one.spans().stream().filter(span -> span.tag() != null).toList();
            assertThat(tags).isNotEmpty().allMatch(span -> Fits.text(span.text(), schema));
            assertThat(one.text()).doesNotContain("<c>", "</c>");
            prose += one.spans().get(0).tag() == null ? 1 : 0;
        }
        assertThat(prose).isGreaterThan(6);
    }

    @Test
    void tooShortALimitIsRefusedAtOnce() {
        assertThatThrownBy(() -> generate(Method.PLAIN, Grammar.jsonSchema(SCHEMA), 10, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("10 tokens", "raise maxNewTokens");
    }
}
