package io.github.cards4j.samples.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.input.PromptTemplate;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.injector.DefaultContentInjector;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An answer from what was looked up, shown while it grows. */
final class RagSample {

    interface Assistant {
        TokenStream answer(String question);
    }

    /** What is known, by the word that it is found by. */
    private static final Map<String, String> KNOWN =
            Map.of("kettle", "Order 28 should go to Bruges.", "vase", "Order 77 should go to Cork.");

    private static final ContentRetriever RETRIEVER = query -> KNOWN.entrySet().stream()
            .filter(entry -> query.text().contains(entry.getKey()))
            .map(entry -> Content.from(entry.getValue()))
            .toList();

    private RagSample() {}

    static void run(StreamingChatModel model, PrintStream out) throws Exception {
        RetrievalAugmentor augmentor = DefaultRetrievalAugmentor.builder()
                .contentRetriever(RETRIEVER)
                .contentInjector(new DefaultContentInjector(PromptTemplate.from("{{userMessage}} {{contents}}")))
                .build();
        Assistant assistant = AiServices.builder(Assistant.class)
                .streamingChatModel(model)
                .retrievalAugmentor(augmentor)
                .build();
        String question = "How do I change the address for my vase?";
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        out.println("> " + question);
        assistant
                .answer(question)
                .onRetrieved(found -> found.forEach(content ->
                        out.println("  found: " + content.textSegment().text())))
                .onPartialResponse(out::print)
                .onCompleteResponse(end::complete)
                .onError(end::completeExceptionally)
                .start();
        end.get();
        out.println();
    }
}
