package io.github.cards4j.samples.langchain4j;

import dev.langchain4j.chain.ConversationalChain;
import dev.langchain4j.model.chat.ChatModel;
import java.io.PrintStream;

/** Two turns of a conversation. */
final class ChainSample {

    private ChainSample() {}

    static void run(ChatModel model, PrintStream out) {
        ConversationalChain chain =
                ConversationalChain.builder().chatModel(model).build();
        for (String question : new String[] {
            "Can I change the address for my kettle? Order 28 should go to Bruges.",
            "My account does not open on my phone. I am customer 28, and it worked until Thursday."
        }) {
            out.println("> " + question);
            out.println(chain.execute(question));
        }
    }
}
