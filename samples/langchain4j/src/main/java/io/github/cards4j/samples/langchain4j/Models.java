package io.github.cards4j.samples.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.langchain4j.CardsChatModel;
import io.github.cards4j.langchain4j.CardsStreamingChatModel;
import io.github.cards4j.samples.demo.DemoModels;

/**
 * Who answers: the only class to change for another provider. Of Ollama, say, it would hold
 *
 * <pre>{@code
 * chat = OllamaChatModel.builder().baseUrl("http://localhost:11434").modelName("llama3.2").build();
 * streaming = OllamaStreamingChatModel.builder().baseUrl("http://localhost:11434").modelName("llama3.2").build();
 * }</pre>
 */
final class Models implements AutoCloseable {

    private final Cards engine;
    final ChatModel chat;
    final StreamingChatModel streaming;

    private Models(CardsOptions options) {
        engine = Cards.open(options);
        chat = CardsChatModel.builder().engine(engine).build();
        streaming = CardsStreamingChatModel.builder().engine(engine).build();
    }

    /** A pair that cards4j brings along, calibrated; it knows a shop's support chat and nothing else. */
    static Models embedded() {
        return new Models(CardsOptions.builder()
                .llm(DemoModels.llm().toString())
                .reward(DemoModels.reward().toString())
                .build());
    }

    /** A language model of one's own, unaligned: with a reward model it would have to be calibrated first. */
    static Models of(String llm) {
        return new Models(CardsOptions.builder().llm(llm).build());
    }

    @Override
    public void close() {
        engine.close();
    }
}
