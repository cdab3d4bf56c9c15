package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import io.github.cards4j.Cards;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.test.ScriptedModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Retrieval: what is found stands in the prompt; the reward model can rank it. */
@Timeout(120)
class AiServiceRagTest {

    interface Assistant {
        Result<String> answer(String question);

        TokenStream stream(String question);
    }

    private static final List<String> DOCUMENTS = List.of(
            "Parcels are delivered within three days.",
            "Roses need water every second day.",
            "Returns are free within thirty days.");

    private final List<String> prompts = new CopyOnWriteArrayList<>();
    private final ScriptedModel script = new ScriptedModel(prompt -> {
        prompts.add(prompt);
        return "As you say.";
    });

    /** A vector of which letters a text has, and how often. */
    private static final class Letters implements EmbeddingModel {
        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            return Response.from(segments.stream()
                    .map(segment -> Embedding.from(counts(segment.text())))
                    .toList());
        }

        private static float[] counts(String text) {
            float[] counts = new float[26];
            text.toLowerCase().chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> counts[c - 'a']++);
            return counts;
        }
    }

    private static ContentRetriever retriever(int most) {
        EmbeddingModel letters = new Letters();
        InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
        List<TextSegment> segments = DOCUMENTS.stream().map(TextSegment::from).toList();
        store.addAll(letters.embedAll(segments).content(), segments);
        return EmbeddingStoreContentRetriever.builder()
                .embeddingStore(store)
                .embeddingModel(letters)
                .maxResults(most)
                .build();
    }

    private static AiServices<Assistant> service(Cards engine) {
        return AiServices.builder(Assistant.class)
                .chatModel(CardsChatModel.builder().engine(engine).build())
                .streamingChatModel(
                        CardsStreamingChatModel.builder().engine(engine).build());
    }

    @Test
    void whatIsFoundStandsInThePrompt() {
        try (Cards engine = Engines.over(script)) {
            Assistant assistant = service(engine).contentRetriever(retriever(1)).build();
            Result<String> answer = assistant.answer("Are parcels delivered within three days?");

            assertThat(prompts.get(0))
                    .contains("Are parcels delivered within three days?", DOCUMENTS.get(0))
                    .doesNotContain(DOCUMENTS.get(1));
            assertThat(answer.sources())
                    .extracting(content -> content.textSegment().text())
                    .containsExactly(DOCUMENTS.get(0));
        }
    }

    @Test
    void aStreamTellsItsSourcesFirst() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        try (Cards engine = Engines.over(script)) {
            Assistant assistant = service(engine).contentRetriever(retriever(1)).build();
            assistant.stream("Do roses need water every day?")
                    .onRetrieved(found -> events.add("found"))
                    .onPartialResponse(events::add)
                    .onCompleteResponse(end::complete)
                    .onError(end::completeExceptionally)
                    .start();

            assertThat(end.get(1, TimeUnit.MINUTES).aiMessage().text()).isEqualTo("As you say.");
            assertThat(events).containsExactly("found", "As", " you", " say.");
            assertThat(prompts.get(0)).contains(DOCUMENTS.get(1));
        }
    }

    @Test
    void theRewardModelRanksWhatIsFound() {
        RewardModel returns = Engines.judging(answer -> answer.startsWith("Returns") ? 2 : 1);
        try (Cards engine = Engines.over(script, returns, 8)) {
            RetrievalAugmentor ranked = DefaultRetrievalAugmentor.builder()
                    .contentRetriever(retriever(3))
                    .contentAggregator(ReRankingContentAggregator.builder()
                            .scoringModel(
                                    CardsScoringModel.builder().engine(engine).build())
                            .maxResults(1)
                            .build())
                    .build();
            Assistant assistant = service(engine).retrievalAugmentor(ranked).build();
            List<Content> sources = assistant.answer("What is free?").sources();

            assertThat(sources)
                    .extracting(content -> content.textSegment().text())
                    .containsExactly(DOCUMENTS.get(2));
            assertThat(prompts.get(0)).contains(DOCUMENTS.get(2)).doesNotContain(DOCUMENTS.get(0));
        }
    }
}
