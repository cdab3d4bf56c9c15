package io.github.cards4j.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import java.util.List;

/** What an engine was asked and what it answered. */
record Exchange(CardsRequest request, CardsResponse response) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** As Hugging Face's chat templates take a conversation, so that another implementation can be asked the same. */
    String toJson(String name) {
        ObjectNode json = MAPPER.createObjectNode().put("case", name);
        ArrayNode messages = json.putArray("messages");
        request.messages().forEach(message -> messages.add(message(message)));
        ArrayNode tools = json.putArray("tools");
        request.tools().forEach(tool -> tools.add(tool(tool)));
        Grammar grammar = response.options().grammar();
        json.put("constrained", grammar != null && grammar.wholeText());
        json.put("answer", response.text());
        json.set("tool_calls", calls(response.toolCalls()));
        return json.toString();
    }

    private static ObjectNode message(Message message) {
        ObjectNode json =
                MAPPER.createObjectNode().put("role", message.role().id()).put("content", message.text());
        if (!message.toolCalls().isEmpty()) {
            json.set("tool_calls", calls(message.toolCalls()));
        }
        if (message.toolName() != null) {
            json.put("name", message.toolName());
        }
        return json;
    }

    private static ObjectNode tool(ToolSpec tool) {
        ObjectNode function = MAPPER.createObjectNode()
                .put("name", tool.name())
                .put("description", tool.description() == null ? "" : tool.description());
        function.set("parameters", parsed(tool.parametersJsonSchema()));
        ObjectNode json = MAPPER.createObjectNode().put("type", "function");
        json.set("function", function);
        return json;
    }

    private static ArrayNode calls(List<ToolCall> calls) {
        ArrayNode json = MAPPER.createArrayNode();
        for (ToolCall call : calls) {
            ObjectNode function = MAPPER.createObjectNode().put("name", call.name());
            function.set("arguments", parsed(call.argumentsJson()));
            json.addObject().put("type", "function").set("function", function);
        }
        return json;
    }

    /** @throws IllegalStateException if it is not JSON */
    static JsonNode parsed(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
