package io.github.cards4j.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.model.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The engine's reward model as LangChain4j's scoring model: the query is the user's message, each text segment a finished
 * answer to it, and the score its reward. Good for comparing answers; for re-ranking documents as far as the reward model
 * likes what is relevant. Scores have the reward model's own scale. Thread-safe.
 *
 * <pre>{@code
 * ScoringModel scoring = CardsScoringModel.builder().engine(engine).build();
 * double score = scoring.score("It is on its way.", "Where is my parcel?").content();
 * }</pre>
 */
public final class CardsScoringModel implements ScoringModel, AutoCloseable {

    private final ModelEngine engine;

    private CardsScoringModel(ModelEngine engine) {
        if (engine.cards().rewardName() == null) {
            throw new IllegalArgumentException("the engine has no reward model to score with: open one that has");
        }
        this.engine = engine;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * One score for each segment, in their order; the query is read once, and segments share device passes. The response
     * tells no token usage: nothing is generated.
     *
     * @throws dev.langchain4j.exception.RateLimitException if the engine's queue is full
     * @throws dev.langchain4j.exception.InvalidRequestException if the query and one of the texts are longer than the reward
     *     model's context, or its chat template refuses them
     * @throws dev.langchain4j.exception.InternalServerException if the reward model fails
     */
    @Override
    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
        List<Message> asked = List.of(Message.user(Objects.requireNonNull(query, "query")));
        List<String> answers = segments.stream().map(TextSegment::text).toList();
        try {
            double[] scores = engine.cards().score(asked, answers);
            return Response.from(Arrays.stream(scores).boxed().toList());
        } catch (RuntimeException e) {
            throw ChatAdapter.translated(e);
        }
    }

    /** The engine whose reward model scores. */
    public Cards engine() {
        return engine.cards();
    }

    /** Closes the engine if this model opened it. */
    @Override
    public void close() {
        engine.close();
    }

    /** Builds the model. */
    public static final class Builder {

        private final EngineSource engine = new EngineSource();

        private Builder() {}

        /** An engine that is open: several models may share one. */
        public Builder engine(Cards engine) {
            this.engine.share(engine);
            return this;
        }

        /** Opens an engine for this model alone. */
        public Builder options(CardsOptions options) {
            engine.open(options);
            return this;
        }

        /**
         * @throws IllegalArgumentException if neither engine nor options are set, or both, or there is no reward model
         * @throws io.github.cards4j.model.ModelException if a model cannot be loaded
         */
        public CardsScoringModel build() {
            return engine.make(CardsScoringModel::new);
        }
    }
}
