package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.cards4j.Cards;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.model.RewardModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The metadata tell everything about the answer. */
@Timeout(120)
class ResultsTest {

    private static CardsChatResponseMetadata ask(Cards engine, ChatRequestParameters parameters) {
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("story"))
                .parameters(parameters)
                .build();
        return (CardsChatResponseMetadata)
                CardsChatModel.builder().engine(engine).build().chat(request).metadata();
    }

    @Test
    void anAlignedAnswerTellsWhatItCost() {
        // Of equal attempts all pass or none.
        RewardModel picky = Engines.judging(answer -> answer.length() % 2 == 0 ? 1 : -100);
        try (Cards engine = Engines.over(Engines.knowing(), picky, 8)) {
            CardsChatResponseMetadata metadata = ask(
                    engine, CardsChatRequestParameters.builder().maxAttempts(3).build());
            Counters counters = metadata.counters();
            List<Segment> exhausted =
                    metadata.segments().stream().filter(Segment::exhausted).toList();
            long passed = metadata.segments().size() - exhausted.size();

            assertThat(passed).isGreaterThan(10);
            assertThat(exhausted).hasSizeGreaterThan(10).allMatch(segment -> segment.attempts() == 3);
            assertThat(counters.exhaustedSegments()).isEqualTo(exhausted.size());
            assertThat(counters.candidatesJudged()).isEqualTo(3L * exhausted.size() + passed);
            assertThat(metadata.acceptanceRate()).isEqualTo((double) passed / counters.candidatesJudged());
            assertThat(counters.tokensRejected())
                    .isEqualTo(2L
                            * exhausted.stream()
                                    .mapToInt(segment ->
                                            segment.candidate().tokens().size())
                                    .sum());
            assertThat((long) metadata.tokenUsage().outputTokenCount()).isEqualTo(counters.tokensAccepted());
            assertThat(counters.timeToFirstSegment()).isPositive().isLessThanOrEqualTo(counters.totalTime());
            assertThat(metadata.promptReward()).isEqualTo(1);
            assertThat(metadata.reward())
                    .isEqualTo(metadata.segments()
                            .get(metadata.segments().size() - 1)
                            .reward());
        }
    }

    @Test
    void exhaustedSegmentsAreCounted() {
        RewardModel poor = Engines.judging(answer -> answer.isEmpty() ? 1 : -100);
        try (Cards engine = Engines.over(Engines.knowing(), poor, 8)) {
            CardsChatResponseMetadata metadata = ask(
                    engine, CardsChatRequestParameters.builder().maxAttempts(2).build());

            assertThat(metadata.acceptanceRate()).isZero();
            assertThat(metadata.counters().exhaustedSegments())
                    .isEqualTo(metadata.segments().size());
            assertThat(metadata.segments()).allMatch(segment -> segment.exhausted());
        }
    }
}
