package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.query.Query;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.Generation;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.reward.RewardModels;
import io.github.cards4j.template.ChatFormats;
import io.github.cards4j.test.Gate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CardsScoringModelTest {

    private static final RewardModel LENGTH = Engines.judging(String::length);

    private static ScoringModel scoring(Cards engine) {
        return CardsScoringModel.builder().engine(engine).build();
    }

    @Test
    void scoresAreTheRewardsOfTheSegmentsAsAnswers() {
        List<TextSegment> segments =
                List.of(TextSegment.from("four"), TextSegment.from("12"), TextSegment.from("four"));
        try (Cards engine = Engines.over(Engines.knowing(), LENGTH, 8)) {
            assertThat(scoring(engine).scoreAll(segments, "How many?").content())
                    .containsExactly(4.0, 2.0, 4.0);
            assertThat(scoring(engine).score("seven..", "How many?").content()).isEqualTo(7);
            assertThat(scoring(engine).scoreAll(List.of(), "How many?").content())
                    .isEmpty();
        }
    }

    @Test
    void theQueryIsTheUsersMessage() {
        List<Message> asked = List.of(Message.user("How many?"));
        RewardModel echo = RewardModels.of("echo", (conversation, answers) -> answers.stream()
                .mapToDouble(answer -> conversation.equals(asked) ? answer.length() : -1)
                .toArray());
        try (Cards engine = Engines.over(Engines.knowing(), echo, 8)) {
            assertThat(scoring(engine).score("Two.", "How many?").content()).isEqualTo(4);
            assertThat(scoring(engine).score("Two.", "How few?").content()).isEqualTo(-1);
        }
    }

    @Test
    void reRanksRetrievedContents() {
        Query query = Query.from("How many?");
        List<Content> retrieved = List.of(Content.from("a"), Content.from("abc"), Content.from("ab"));
        try (Cards engine = Engines.over(Engines.knowing(), LENGTH, 8)) {
            List<Content> ranked = ReRankingContentAggregator.builder()
                    .scoringModel(scoring(engine))
                    .minScore(1.5)
                    .build()
                    .aggregate(Map.of(query, List.of(retrieved)));
            assertThat(ranked)
                    .extracting(content -> content.textSegment().text())
                    .containsExactly("abc", "ab");
        }
    }

    @Test
    void aFullQueueIsARateLimit() {
        Gate gate = new Gate();
        try (Cards engine = Engines.over(Engines.knowing().beforeStep(gate), LENGTH, 1)) {
            Generation first = engine.start(CardsRequest.of("Hi"), DecodingListener.NONE);
            assertThatThrownBy(() -> scoring(engine).score("a", "b")).isInstanceOf(RateLimitException.class);
            gate.open();
            first.future().join();
        }
    }

    @Test
    void whatIsLongerThanTheContextIsAnInvalidRequest() {
        CardsOptions options = CardsOptions.builder()
                .llm("classpath:io/github/cards4j/demo/llm")
                .reward("classpath:io/github/cards4j/demo/reward")
                .dtype("float32")
                .threads(1)
                .build();
        String endless = "Many. ".repeat(1000);
        try (Cards engine = Cards.open(options)) {
            assertThatThrownBy(() -> scoring(engine).score(endless, "How many?"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("context holds 512");
            assertThatThrownBy(() -> scoring(engine).score("Many.", endless))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("context holds 512");
            assertThat(scoring(engine).score("Many.", "How many?").content()).isFinite();
        }
    }

    @Test
    void withoutRewardModelThereIsNothingToScoreWith() {
        try (Cards engine = Cards.of(Engines.knowing(), null, ChatFormats.of("chatml"))) {
            assertThatThrownBy(() -> scoring(engine))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no reward model");
        }
    }

    @Test
    void aBuilderNeedsOneEngine() {
        assertThatThrownBy(() -> CardsScoringModel.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("engine", "options");
        try (Cards engine = Engines.over(Engines.knowing())) {
            assertThatThrownBy(() -> CardsScoringModel.builder()
                            .engine(engine)
                            .options(CardsOptions.builder().llm("other").build())
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("engine", "options");
        }
    }
}
