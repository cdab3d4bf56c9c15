package io.github.cards4j.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.tools.ToolChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LangChain4j's tools and calls as the engine's, and back. */
final class Tools {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Tools() {}

    /** @throws IllegalArgumentException if a tool's name cannot be used, or its parameters cannot be read */
    static List<ToolSpec> of(List<ToolSpecification> tools) {
        return tools.stream().map(Tools::of).toList();
    }

    private static ToolSpec of(ToolSpecification tool) {
        if (tool.name() == null) {
            throw new IllegalArgumentException("a tool has no name: give its ToolSpecification one");
        }
        return new ToolSpec(tool.name(), tool.description(), parameters(tool));
    }

    private static String parameters(ToolSpecification tool) {
        String whose = "the JSON schema of the parameters of tool '" + tool.name() + "'";
        String json = Schemas.written(whose, tool::toJson);
        try {
            JsonNode parameters = MAPPER.readTree(json).path("parameters");
            return parameters.isObject() ? parameters.toString() : ToolSpec.NO_PARAMETERS;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(whose + " cannot be read", e);
        }
    }

    static ToolChoice of(dev.langchain4j.model.chat.request.@Nullable ToolChoice choice) {
        if (choice == null) {
            return ToolChoice.AUTO;
        }
        return switch (choice) {
            case AUTO -> ToolChoice.AUTO;
            case REQUIRED -> ToolChoice.REQUIRED;
            case NONE -> ToolChoice.NONE;
        };
    }

    static ToolExecutionRequest request(ToolCall call) {
        return ToolExecutionRequest.builder()
                .id(call.id())
                .name(call.name())
                .arguments(call.argumentsJson())
                .build();
    }

    /**
     * Some models give their calls no id: then the tool's name has to do.
     *
     * @throws IllegalArgumentException if it has no name
     */
    static ToolCall call(ToolExecutionRequest request) {
        if (request.name() == null || request.name().isBlank()) {
            throw new IllegalArgumentException("a ToolExecutionRequest of an AiMessage, id " + request.id()
                    + ", has no name: say which tool it calls");
        }
        String arguments = request.arguments() == null ? "" : request.arguments();
        return new ToolCall(id(request.id(), request.name()), request.name(), arguments);
    }

    static String id(@Nullable String id, @Nullable String tool) {
        return id != null && !id.isBlank() ? id : "call-of-" + tool;
    }
}
