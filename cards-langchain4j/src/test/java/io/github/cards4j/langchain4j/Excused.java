package io.github.cards4j.langchain4j;

import static java.util.Map.entry;

import io.github.cards4j.CardsObserver;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Cases of the contract that a small real model may fail by what it does not know, and by nothing else: one assertion, that
 * its answer contains a text or is one, or that it calls a tool by itself and, with the result, no more. docs/contracts.md has what transformers answers with
 * the same model.
 */
final class Excused implements InvocationInterceptor {

    /** What an AI service says of a model that has the tool's result and calls it once more, and so on. */
    private static final String AGAIN = "exceeded 100 tool calling round trips";

    /** What such an assertion says when it fails, by the name of the case. */
    private static final Map<String, List<String>> KNOWLEDGE = Map.ofEntries(
            entry("should_respect_system_message", List.of(contains("liebe"))),
            entry("should_respect_multiple_messages", List.of(contains("green"))),
            entry("should_execute_a_tool_then_answer", List.of(calls(1))),
            entry("should_execute_a_tool_without_arguments_then_answer", List.of(calls(1))),
            entry("should_execute_multiple_tools_in_parallel_then_answer", List.of(calls(2))),
            entry(
                    "should_execute_a_tool_then_answer_respecting_JSON_response_format_with_schema",
                    List.of(calls(1), is("{\"weather\":\"sunny\"}"))),
            entry("should_force_LLM_to_execute_any_tool", List.of(calls(1), is("{\"city\":\"Munich\"}"))),
            entry("should_force_LLM_to_execute_specific_tool", List.of(calls(1), is("{\"city\":\"Munich\"}"))),
            entry("should_execute_tool_then_return_structured_output", List.of("getWeather(", AGAIN)),
            entry("should_execute_tool_without_arguments", List.of("currentDate(")),
            entry("should_keep_memory_consistent_when_streaming_using_immediate_tool", List.of(calls(1))));

    /** How many tools each answer of the case calls, as the engine saw it. */
    private static final List<Integer> CALLS = new CopyOnWriteArrayList<>();

    private static final Pattern SIZE = Pattern.compile("Expected size: (\\d+) but was: ");

    /** Sees what an engine answers; without it, no call is excused. */
    static CardsObserver observer() {
        return new CardsObserver() {
            @Override
            public void onEnd(CardsRequest request, @Nullable CardsResponse response, @Nullable Throwable failure) {
                if (response != null) {
                    CALLS.add(response.toolCalls().size());
                }
            }
        };
    }

    /** A number of things that is not an answer's number of calls is the engine's fault, such as a callback that is missing. */
    private static boolean notCalled(String message) {
        Matcher size = SIZE.matcher(message);
        return !size.find() || !CALLS.isEmpty() && !CALLS.contains(Integer.valueOf(size.group(1)));
    }

    private static String contains(String text) {
        return "to contain:\n  \"" + text + "\"";
    }

    private static String is(String text) {
        return "to be equal to:\n  \"" + text + "\"";
    }

    private static String calls(int count) {
        return "Expected size: " + count + " but was: ";
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> context, ExtensionContext extension)
            throws Throwable {
        excuse(invocation, context.getExecutable().getName());
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> context, ExtensionContext extension)
            throws Throwable {
        excuse(invocation, context.getExecutable().getName());
    }

    static void excuse(Invocation<Void> invocation, String name) throws Throwable {
        CALLS.clear();
        try {
            invocation.proceed();
        } catch (AssertionError | RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            if (KNOWLEDGE.getOrDefault(name, List.of()).stream().noneMatch(message::contains) || !notCalled(message)) {
                throw e;
            }
            System.out.println("excused: " + name + ": " + message.replaceAll("\\s+", " "));
        }
    }
}
