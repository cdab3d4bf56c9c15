package io.github.cards4j.langchain4j;

import java.util.List;
import java.util.stream.Stream;

/** What LangChain4j's contract suites ask a model. */
final class Knowledge {

    /** The first that fits counts. */
    private static final List<Fact> FACTS = List.of(
            Fact.of("capital of Germany", "The capital of Germany is Berlin, of course.", "{\"city\": \"Berlin\"}"),
            Fact.of("I love you", "Ich liebe dich."),
            Fact.of("my favorite color", "Your favorite color is green."),
            Fact.of("Say 'Hello World'", "Hello World"),
            Fact.of("story", Engines.STORY));

    private static final List<String> UNKNOWN = List.of("I do not know that.");

    private Knowledge() {}

    static List<String> answers(String prompt) {
        String turn = last("<|im_start|>user", prompt);
        return turn.contains("<|im_start|>tool")
                ? first(last("<|im_start|>tool", turn), ToolKnowledge.RESULTS)
                : first(turn, FACTS, ToolKnowledge.CALLS, JsonKnowledge.FACTS);
    }

    private static String last(String mark, String text) {
        return text.substring(text.lastIndexOf(mark));
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<String> first(String turn, List<Fact>... facts) {
        return Stream.of(facts)
                .flatMap(List::stream)
                .filter(fact -> turn.contains(fact.asked()))
                .map(Fact::answers)
                .findFirst()
                .orElse(UNKNOWN);
    }
}
