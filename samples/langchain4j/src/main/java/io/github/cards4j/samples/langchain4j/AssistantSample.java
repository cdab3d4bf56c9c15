package io.github.cards4j.samples.langchain4j;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import java.io.PrintStream;

/** An assistant that looks orders up. */
final class AssistantSample {

    interface Assistant {
        @SystemMessage("You work for a shop. Look orders up before you answer.")
        Result<String> answer(String question);
    }

    /** What the assistant may call. */
    static final class Orders {
        @Tool("Where a parcel is, by the number of its order")
        String parcel(int order) {
            return order == 28 ? "in Bruges, to be delivered on Friday" : "unknown order";
        }
    }

    private AssistantSample() {}

    static void run(ChatModel model, PrintStream out) {
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(model)
                .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                .tools(new Orders())
                .build();
        String question = "Where is the parcel of order 28?";
        out.println("> " + question);
        Result<String> answer = assistant.answer(question);
        answer.toolExecutions()
                .forEach(call -> out.println(
                        "  called " + call.request().name() + call.request().arguments() + ": " + call.result()));
        out.println(answer.content());
    }
}
