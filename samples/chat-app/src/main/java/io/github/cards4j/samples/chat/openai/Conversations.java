package io.github.cards4j.samples.chat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import io.github.cards4j.samples.chat.ChatAppProperties;
import io.github.cards4j.samples.chat.http.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads messages: text, tool calls and what tools returned. */
final class Conversations {

    private final ChatAppProperties limits;

    /** Which tool a call was to, by the call's id. */
    private final Map<String, String> called = new HashMap<>();

    private Conversations(ChatAppProperties limits) {
        this.limits = limits;
    }

    static List<ChatMessage> read(Fields body, ChatAppProperties limits) {
        List<Fields> all = body.objects("messages");
        if (all.isEmpty()) {
            throw body.wrong("messages", "must have at least one message");
        }
        if (all.size() > limits.maxMessages()) {
            throw body.wrong("messages", "must have at most " + limits.maxMessages());
        }
        Conversations conversation = new Conversations(limits);
        List<ChatMessage> messages = new ArrayList<>();
        for (Fields one : all) {
            messages.add(conversation.message(one));
        }
        return messages;
    }

    private ChatMessage message(Fields message) {
        String role = message.requiredText("role");
        ChatMessage read =
                switch (role) {
                    case "system", "developer" -> SystemMessage.from(notBlank(message));
                    case "user" -> UserMessage.from(notBlank(message));
                    case "assistant" -> assistant(message);
                    case "tool" -> result(message);
                    default -> throw message.wrong("role", "must be system, developer, user, assistant or tool");
                };
        message.any("name");
        message.refuseOthers();
        return read;
    }

    private AiMessage assistant(Fields message) {
        String text = content(message);
        List<ToolExecutionRequest> calls = new ArrayList<>();
        for (Fields call : message.objects("tool_calls")) {
            calls.add(call(call));
        }
        if (message.text("refusal") != null) {
            throw message.unsupported("refusal", "is not supported: put it into content");
        }
        if (calls.isEmpty()) {
            if (text == null) {
                throw message.wrong("content", "is missing");
            }
            return AiMessage.from(text);
        }
        return AiMessage.builder().text(text).toolExecutionRequests(calls).build();
    }

    private ToolExecutionRequest call(Fields call) {
        String id = call.requiredText("id");
        Fields function = call.object("function");
        String type = call.text("type");
        if (function == null || type != null && !type.equals("function")) {
            throw call.wrong("function", "is missing: calls are of type function");
        }
        String name = function.requiredText("name");
        String arguments = function.requiredText("arguments");
        checkLength(function, "arguments", arguments);
        function.refuseOthers();
        call.any("index");
        call.refuseOthers();
        called.put(id, name);
        return ToolExecutionRequest.builder()
                .id(id)
                .name(name)
                .arguments(arguments)
                .build();
    }

    private ChatMessage result(Fields message) {
        String id = message.requiredText("tool_call_id");
        String tool = called.get(id);
        if (tool == null) {
            throw message.wrong("tool_call_id", "answers no call of an earlier message");
        }
        String text = content(message);
        return ToolExecutionResultMessage.from(id, tool, text == null ? "" : text);
    }

    private String notBlank(Fields message) {
        String text = content(message);
        if (text == null || text.isBlank()) {
            throw message.wrong("content", "is empty: give a text");
        }
        return text;
    }

    /** Text, or a list of parts that are text. */
    private @Nullable String content(Fields message) {
        JsonNode content = message.any("content");
        if (content == null) {
            return null;
        }
        String text;
        if (content.isArray()) {
            List<String> parts = new ArrayList<>();
            for (Fields part : message.objects("content")) {
                parts.add(part(part));
            }
            text = String.join("\n", parts);
        } else {
            text = message.requiredText("content");
        }
        checkLength(message, "content", text);
        return text;
    }

    private static String part(Fields part) {
        String type = part.requiredText("type");
        if (!type.equals("text")) {
            throw part.unsupported("type", "must be text: '" + type + "' is not supported");
        }
        String text = part.requiredText("text");
        part.refuseOthers();
        return text;
    }

    private void checkLength(Fields fields, String name, String text) {
        if (text.length() > limits.maxMessageCharacters()) {
            throw fields.wrong(name, "must have at most " + limits.maxMessageCharacters() + " characters");
        }
    }
}
