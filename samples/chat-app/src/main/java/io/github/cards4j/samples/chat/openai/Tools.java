package io.github.cards4j.samples.chat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ToolChoice;
import io.github.cards4j.langchain4j.CardsChatRequestParameters;
import io.github.cards4j.samples.chat.http.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads tools and whether to call them. */
final class Tools {

    private Tools() {}

    static void read(Fields body, CardsChatRequestParameters.Builder parameters) {
        List<ToolSpecification> tools = new ArrayList<>();
        for (Fields tool : body.objects("tools")) {
            tools.add(tool(tool));
        }
        JsonNode choice = body.any("tool_choice");
        if (choice != null && tools.isEmpty()) {
            throw body.wrong("tool_choice", "is given, but there are no tools");
        }
        if (choice != null && choice.isObject()) {
            tools = List.of(named(body, tools));
            parameters.toolChoice(ToolChoice.REQUIRED);
        } else {
            parameters.toolChoice(choice(body));
        }
        JsonNode parallel = body.any("parallel_tool_calls");
        if (parallel != null && !parallel.asBoolean(false)) {
            throw body.unsupported("parallel_tool_calls", "must be true: an answer may have several calls");
        }
        if (!tools.isEmpty()) {
            parameters.toolSpecifications(tools);
        }
    }

    private static ToolSpecification tool(Fields tool) {
        String type = tool.text("type");
        Fields function = tool.object("function");
        if (function == null || type != null && !type.equals("function")) {
            throw tool.wrong("function", "is missing: tools are of type function");
        }
        tool.refuseOthers();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", function.requiredText("name"));
        json.put("description", function.text("description"));
        json.set("parameters", parameters(function));
        // Arguments are held to their schema anyway.
        function.flag("strict");
        function.refuseOthers();
        try {
            return ToolSpecification.fromJson(json.toString());
        } catch (IllegalArgumentException e) {
            throw function.wrong("parameters", "cannot be used: " + e.getMessage());
        }
    }

    private static @Nullable JsonNode parameters(Fields function) {
        JsonNode schema = function.any("parameters");
        if (schema instanceof ObjectNode object) {
            ObjectNode plain = object.deepCopy();
            // They say nothing about values, and LangChain4j does not know them.
            plain.remove(List.of("$schema", "$id", "title"));
            if (!plain.has("type")) {
                plain.put("type", "object");
            }
            return plain;
        }
        if (schema != null) {
            throw function.wrong("parameters", "must be a JSON schema");
        }
        return null;
    }

    private static @Nullable ToolChoice choice(Fields body) {
        String choice = body.text("tool_choice");
        if (choice == null) {
            return null;
        }
        return switch (choice) {
            case "none" -> ToolChoice.NONE;
            case "auto" -> ToolChoice.AUTO;
            case "required" -> ToolChoice.REQUIRED;
            default -> throw body.wrong("tool_choice", "must be none, auto, required, or name a function");
        };
    }

    /** The one tool that must be called. */
    private static ToolSpecification named(Fields body, List<ToolSpecification> tools) {
        Fields choice = body.object("tool_choice");
        Fields function = choice == null ? null : choice.object("function");
        if (function == null) {
            throw body.wrong("tool_choice", "must name a function");
        }
        String name = function.requiredText("name");
        return tools.stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow(() -> function.wrong("name", "is '" + name + "', but no tool is called so"));
    }
}
