package io.github.cards4j.langchain4j;

import io.github.cards4j.test.ToolScript;
import java.util.List;

/** What the contract suites for tools ask: calls in the form of {@link ToolScript#HERMES}, and answers from results. */
final class ToolKnowledge {

    private static final String ADDED = call("add", "{\"arg0\": 37, \"arg1\": 87}");

    /** What to call; the first that fits counts: a longer question stands before one that it contains. */
    static final List<Fact> CALLS = List.of(
            Fact.of(
                    "weather in Munich and time in France",
                    call("getWeather", "{\"city\": \"Munich\"}") + "\n" + call("getTime", "{\"country\": \"France\"}")),
            Fact.of(
                    "weather in Munich",
                    call("getWeather", "{\"city\": \"Munich\"}"),
                    call("getWeather", "{\"arg0\": \"Munich\"}")),
            Fact.of("I live in Munich", call("getWeather", "{\"city\": \"Munich\"}")),
            Fact.of("Use the get_current_time tool", call("get_current_time", "{}")),
            Fact.of("How much is 73 plus 78", ADDED + "\n" + call("add", "{\"arg0\": 73, \"arg1\": 78}")),
            Fact.of("37 plus 87", ADDED),
            Fact.of("Now add 47", call("add", "{\"arg0\": 124, \"arg1\": 47}")),
            Fact.of("First add 2 and 3", call("add", "{\"arg0\": 2, \"arg1\": 3}")),
            Fact.of(
                    "process the following: Klaus is 37",
                    process("{\"name\": \"Klaus\", \"age\": 37, \"height\": 1.78, \"married\": false}")),
            Fact.of(
                    "lives in Langley Falls",
                    process("{\"name\": \"Klaus\", \"address\": {\"city\": \"Langley Falls\"}}")),
            Fact.of(
                    "process the following: Francine has 2 children",
                    process("{\"name\": \"Francine\", \"children\": [{\"name\": \"Steve\", \"children\": []}, "
                            + "{\"name\": \"Hayley\", \"children\": []}]}")),
            Fact.of("Klaus is 42 years old and Francine", process("{\"Klaus\": 42, \"Francine\": 47}")),
            Fact.of("colors: RED and GREEN", process("[\"RED\", \"GREEN\"]")),
            Fact.of("people: Klaus and Franny", process("[{\"name\": \"Klaus\"}, {\"name\": \"Franny\"}]")),
            Fact.of("names: Klaus and Franny", call("processNames", "{\"arg0\": [\"Klaus\", \"Franny\"]}")),
            Fact.of("integers: 37, 73", call("processNumbers", "{\"arg0\": [37, 73]}")),
            Fact.of("What is the time now?", call("currentTime", "{}")),
            Fact.of(
                    "current temperature in Munich",
                    call("currentTemperature", "{\"arg0\": \"Munich\", \"arg1\": \"CELSIUS\"}")),
            Fact.of(
                    "username with ID",
                    call("getUsernameFromId", "{\"arg0\": \"62dbcc27-aaf3-449a-b12d-5a904271a57f\"}")),
            Fact.of("for argument '7'", call("modify", "{\"arg0\": 7}")),
            Fact.of("What is the date today?", call("currentDate", "{}")),
            Fact.of("Take a photo", call("takePhoto", "{}")));

    /** What to say, or to call next, by what the last tool returned. */
    static final List<Fact> RESULTS = List.of(
            Fact.of("14:35<", "It is sunny in Munich, and 14:35 in France."),
            Fact.of(
                    "\nsunny<",
                    "It is sunny in Munich.",
                    "{\"city\": \"Munich\", \"weather\": \"SUNNY\"}",
                    "{\"weather\":\"sunny\"}"),
            Fact.of("10:14<", "It is 10:14."),
            Fact.of("\n151<", "The sums are 124 and 151."),
            Fact.of("\n124<", "37 + 87 = 124"),
            Fact.of("\n5<", call("multiply", "{\"arg0\": 5, \"arg1\": 4}")),
            Fact.of("\n20<", "The result is 20."),
            Fact.of("17:11:45", "17:11:45"),
            Fact.of("\n19<", "It is 19 degrees."),
            Fact.of("Alice", "It is Alice's."),
            Fact.of("<", "Done, as you wished."));

    private ToolKnowledge() {}

    private static String call(String name, String arguments) {
        return ToolScript.HERMES.call(name, arguments);
    }

    private static String process(String argument) {
        return call("process", "{\"arg0\": " + argument + "}");
    }
}
