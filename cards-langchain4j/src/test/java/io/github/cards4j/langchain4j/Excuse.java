package io.github.cards4j.langchain4j;

import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.model.ToolCall;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A failure that tells of nothing but what the model knows: the assertion is on that, and what the engine answered bears it out.
 */
interface Excuse {

    /** Whether it accounts for a failure with this message, in a case with these exchanges. */
    boolean accountsFor(String message, List<Exchange> exchanges);

    /** The answer lacks a text. It is shown by the assertion as the engine gave it, whole. */
    static Excuse lacks(String text) {
        return (message, exchanges) -> message.contains("to contain:\n  \"" + text + "\"") && shows(message, exchanges);
    }

    /** The answer is another text, or a call's arguments are: shown by the assertion as the engine gave them. Or there is none, but a call. */
    static Excuse isNot(String text) {
        return (message, exchanges) -> message.contains("to be equal to:\n  \"" + text + "\"")
                && (shows(message, exchanges)
                        || message.contains("Expecting actual:\n  null")
                                && exchanges.stream()
                                        .anyMatch(exchange ->
                                                !exchange.response().toolCalls().isEmpty()));
    }

    private static boolean shows(String message, List<Exchange> exchanges) {
        return exchanges.stream()
                .map(Exchange::response)
                .flatMap(response -> Stream.concat(
                        Stream.of(response.text()),
                        response.toolCalls().stream().map(ToolCall::argumentsJson)))
                .anyMatch(shown -> !shown.isBlank() && message.contains("\"" + shown + "\""));
    }

    /** The model calls another number of tools than it should: no answer had as many calls. */
    static Excuse callsNot(int count) {
        Pattern size = Pattern.compile("Expected size: " + count + " but was: ");
        return (message, exchanges) -> {
            Matcher matcher = size.matcher(message);
            return matcher.find()
                    && !exchanges.isEmpty()
                    && exchanges.stream()
                            .noneMatch(
                                    exchange -> exchange.response().toolCalls().size() == count);
        };
    }

    /** A tool was not called as it should: no answer called it so. */
    static Excuse callsNot(String tool, String arguments) {
        return (message, exchanges) -> message.contains(tool + "(")
                && !exchanges.isEmpty()
                && exchanges.stream()
                        .flatMap(exchange -> exchange.response().toolCalls().stream())
                        .noneMatch(call -> calls(call, tool, arguments));
    }

    /** What only a tool's call brings about is missing: no answer called any, and each said something. */
    static Excuse callsNothing(String expected) {
        return (message, exchanges) -> inOneLine(message).contains(inOneLine(expected))
                && !exchanges.isEmpty()
                && exchanges.stream()
                        .map(Exchange::response)
                        .allMatch(response -> response.toolCalls().isEmpty()
                                && !response.text().isBlank());
    }

    private static String inOneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static boolean calls(ToolCall call, String tool, String arguments) {
        return call.name().equals(tool) && Exchange.parsed(call.argumentsJson()).equals(Exchange.parsed(arguments));
    }

    /** Knowing a tool's result, the model calls it once more, and so on: all that an AI service allows were asked. */
    static Excuse callsForEver() {
        return (message, exchanges) -> message.contains("exceeded 100 tool calling round trips")
                && exchanges.size() >= 100
                && exchanges.stream()
                        .noneMatch(exchange -> exchange.response().toolCalls().isEmpty());
    }

    /** Another value stands in a JSON answer, which is whole. */
    static Excuse jsonHasNot(String expected) {
        return (message, exchanges) -> inOneLine(message).contains(inOneLine(expected))
                && !exchanges.isEmpty()
                && exchanges.stream().allMatch(exchange -> {
                    var unused = Exchange.parsed(exchange.response().text());
                    FinishReason reason = exchange.response().result().finishReason();
                    return reason == FinishReason.END_OF_SEQUENCE || reason == FinishReason.LENGTH;
                });
    }
}
