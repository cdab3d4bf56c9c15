package io.github.cards4j.langchain4j;

import static java.util.Map.entry;

import io.github.cards4j.CardsObserver;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Cases of the contract that a small real model may fail by what it does not know, and by nothing else: each names the assertions
 * that may fail. docs/contracts.md has what transformers answers with the same model.
 */
final class Excused implements InvocationInterceptor {

    /** By the name of the case. */
    private static final Map<String, List<Excuse>> KNOWLEDGE = Map.ofEntries(
            entry("should_respect_system_message", List.of(Excuse.lacks("liebe"))),
            entry("should_respect_multiple_messages", List.of(Excuse.lacks("green"))),
            entry("should_execute_a_tool_then_answer", List.of(Excuse.callsNot(1))),
            entry("should_execute_a_tool_without_arguments_then_answer", List.of(Excuse.callsNot(1))),
            entry("should_execute_multiple_tools_in_parallel_then_answer", List.of(Excuse.callsNot(2))),
            entry(
                    "should_execute_a_tool_then_answer_respecting_JSON_response_format_with_schema",
                    List.of(Excuse.callsNot(1), Excuse.isNot("{\"weather\":\"sunny\"}"))),
            entry(
                    "should_force_LLM_to_execute_any_tool",
                    List.of(Excuse.callsNot(1), Excuse.isNot("{\"city\":\"Munich\"}"))),
            entry(
                    "should_force_LLM_to_execute_specific_tool",
                    List.of(Excuse.callsNot(1), Excuse.isNot("{\"city\":\"Munich\"}"))),
            entry(
                    "should_execute_tool_then_return_structured_output",
                    List.of(Excuse.callsNot("getWeather", "{\"arg0\":\"Munich\"}"), Excuse.callsForEver())),
            entry("should_execute_tool_without_arguments", List.of(Excuse.callsNot("currentDate", "{}"))),
            entry("should_keep_memory_consistent_when_streaming_using_immediate_tool", List.of(Excuse.callsNot(1))),
            json("should_extract_pojo_with_primitives", "to be false but was true"),
            json("should_extract_pojo_with_missing_data", "Failed to parse"),
            json("should_extract_pojo_with_nested_pojo", "expected: \"Langley Falls\""),
            json("should_extract_pojo_with_array_of_enums", "exactly in any order:\n  [A, C]"),
            json("should_extract_pojo_with_list_of_enums", "exactly in any order:\n  [A, C]"),
            json("should_extract_pojo_with_set_of_enums", "exactly in any order:\n  [A, C]"),
            json("should_extract_pojo_with_local_date_time_fields", "expected: 1976-08-12"),
            json("should_return_result_with_list_of_pojo", "expected: \"Klaus\""),
            json("should_extract_pojo_with_recursion", "to contain:\n  [Person[name=Steve"),
            json("should_extract_boolean_primitive", "to be true but was false"),
            json("should_extract_boolean_boxed", "to be true but was false"),
            json("should_extract_int_primitive", "expected: 2"),
            json("should_extract_int_boxed", "expected: 2"),
            json("should_extract_long_primitive", "expected: 2L"),
            json("should_extract_long_boxed", "expected: 2L"),
            json("should_extract_float_primitive", "expected: -0.5f"),
            json("should_extract_float_boxed", "expected: -0.5f"),
            json("should_extract_double_primitive", "expected: -0.5"),
            json("should_extract_double_boxed", "expected: -0.5"),
            json("should_extract_list_of_pojo", "to be false but was true"),
            json("should_extract_list_of_strings", "to contain:\n  \"Franny\""),
            json("should_extract_set_of_strings", "to contain:\n  [\"Klaus\"]"),
            json("should_extract_set_of_pojo", "Expected size: 2 but was: "),
            json("should_extract_list_of_enums", "exactly (and in same order):\n  [SINGLE, MARRIED, MARRIED]"),
            json("should_extract_set_of_enums", "exactly in any order:\n  [SUNNY, WINDY, RAINY, CLOUDY]"),
            json("should_extract_polymorphic_type", "not to be null"),
            json("should_extract_list_of_polymorphic_types", "Expected size: 2 but was: "),
            json("should_extract_pojo_with_nested_polymorphic_field", "expected: \"Alice\""),
            json("should_extract_recursive_polymorphic_type", "exactly in any order:\n  [1, 2, 3]"),
            uncalled("should_execute_tool_with_primitive_parameters", "to contain:\n  \"124\""),
            uncalled(
                    "should_execute_tool_with_pojo_with_primitives",
                    "Wanted but not invoked:\ntoolWithPojoParameter.process("),
            uncalled(
                    "should_execute_tool_with_pojo_with_nested_pojo",
                    "Wanted but not invoked:\ntoolWithNestedPojoParameter.process("),
            uncalled(
                    "should_execute_tool_with_pojo_with_recursion",
                    "Wanted but not invoked:\ntoolWithRecursion.process("),
            uncalled("should_execute_tool_without_parameters", "to contain:\n  \"17:11:45\""),
            uncalled("should_execute_tool_with_enum_parameter", "to contain:\n  \"19\""),
            uncalled(
                    "should_execute_tool_with_map_parameter", "Wanted but not invoked:\ntoolWithMapParameter.process("),
            uncalled(
                    "should_execute_tool_with_list_of_strings_parameter",
                    "Wanted but not invoked:\ntoolWithListOfStringsParameter.processNames("),
            uncalled(
                    "should_execute_tool_with_set_of_enums_parameter",
                    "Wanted but not invoked:\ntoolWithSetOfEnumsParameter.process("),
            uncalled(
                    "should_execute_tool_with_collection_of_integers_parameter",
                    "Wanted but not invoked:\ntoolWithCollectionOfIntegersParameter.processNumbers("),
            uncalled(
                    "should_execute_tool_with_list_of_POJOs_parameter",
                    "Wanted but not invoked:\ntoolWithListOfPojoParameter.process("),
            uncalled("should_execute_tool_with_uuid_parameter", "to contain:\n  \"Alice\""),
            uncalled("should_execute_normal_tool_with_primitive_parameters", "to contain:\n  \"124\""),
            uncalled("should_execute_immediate_tool_with_primitive_parameters", "expected: null"),
            uncalled("should_execute_normal_tool_in_parallel_with_primitive_parameters", "to contain:\n  \"124\""),
            uncalled("should_execute_immediate_tool_in_parallel_with_primitive_parameters", "expected: null"),
            uncalled("should_return_to_LLM", "to contain:\n  \"20\""),
            uncalled("should_return_immediately_from_first_tool_when_not_called_in_parallel", "expected: null"),
            uncalled("should_keep_memory_consistent_using_return_immediate", "expected: null"),
            uncalled(
                    "should_throw_using_immediate_tool_on_service_not_returning_Result",
                    "Expecting code to raise a throwable"),
            uncalled("should_allow_empty_tool_result", "Wanted but not invoked:\ntools.modify("),
            uncalled("should_allow_blank_tool_result", "Wanted but not invoked:\ntools.modify("),
            uncalled(
                    "should_fail_when_tool_returns_image_and_provider_does_not_support_it",
                    "Expecting code to raise a throwable"));

    private static Map.Entry<String, List<Excuse>> json(String name, String expected) {
        return entry(name, List.of(Excuse.jsonHasNot(expected)));
    }

    private static Map.Entry<String, List<Excuse>> uncalled(String name, String expected) {
        return entry(name, List.of(Excuse.callsNothing(expected)));
    }

    /** What the engine was asked in the case, and what it answered. */
    private static final List<Exchange> EXCHANGES = new CopyOnWriteArrayList<>();

    /** Of an excused case so many are written down: a model that calls its tool over and over says the same. */
    private static final int WRITTEN = 2;

    private static final Path FILE = Path.of("target", "contract-exchanges.jsonl");

    /** Sees what an engine answers; without it, no call is excused. */
    static CardsObserver observer() {
        return new CardsObserver() {
            @Override
            public void onEnd(CardsRequest request, @Nullable CardsResponse response, @Nullable Throwable failure) {
                if (response != null) {
                    EXCHANGES.add(new Exchange(request, response));
                }
            }
        };
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

    /** Forgets what an earlier run has written. */
    static void begin() throws IOException {
        Files.deleteIfExists(FILE);
    }

    /** For contract_reference.py, which asks transformers the same. */
    private static void write(String name) throws IOException {
        List<String> lines = EXCHANGES.stream()
                .limit(WRITTEN)
                .map(exchange -> exchange.toJson(name))
                .toList();
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static void excuse(Invocation<Void> invocation, String name) throws Throwable {
        EXCHANGES.clear();
        try {
            invocation.proceed();
        } catch (AssertionError | RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            if (KNOWLEDGE.getOrDefault(name, List.of()).stream()
                    .noneMatch(excuse -> excuse.accountsFor(message, EXCHANGES))) {
                throw e;
            }
            write(name);
            System.out.println("excused: " + name + ": " + message.replaceAll("\\s+", " "));
        }
    }
}
