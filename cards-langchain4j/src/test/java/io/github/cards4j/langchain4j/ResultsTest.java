package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.cards4j.Cards;
import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.model.Sampling;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every parameter takes effect, and the metadata tell everything about the answer. */
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
    void everyParameterIsTheAnswersOption() {
        CardsChatRequestParameters parameters = CardsChatRequestParameters.builder()
                .temperature(0.9)
                .topK(11)
                .topP(0.8)
                .maxOutputTokens(33)
                .stopSequences(List.of("hen"))
                .seed(77L)
                .method(new Method.Cards(2))
                .strength(0.3)
                .targetReward(0.5)
                .rewardWeight(0.25)
                .rewardTemperature(0.125)
                .uncertaintyThreshold(2.5)
                .minSegmentTokens(3)
                .maxSegmentTokens(9)
                .maxAttempts(5)
                .onExhausted(OnExhausted.REPLACE)
                .replacement("No.")
                .rewardFloor(-2.0)
                .ramp(12)
                .maxLanes(4)
                .deadline(Duration.ofHours(1))
                .build();
        try (Cards engine = Engines.over(Engines.knowing())) {
            DecodingOptions options = ask(engine, parameters).options();

            assertThat(options.method()).isEqualTo(new Method.Cards(2));
            assertThat(options.sampling()).isEqualTo(new Sampling(0.9, 11, 0.8));
            assertThat(options.maxNewTokens()).isEqualTo(33);
            assertThat(options.stopSequences()).containsExactly("hen");
            assertThat(options.seed()).isEqualTo(77);
            assertThat(options.alignment())
                    .isEqualTo(new Alignment(0.5, 0.25, 0.125, 2.5, 3, 9, 5, OnExhausted.REPLACE, "No.", -2.0, 12));
            assertThat(options.maxLanes()).isEqualTo(4);
        }
    }

    @Test
    void anAlignedAnswerTellsWhatItCost() {
        // Of equal attempts all pass or none.
        ScriptedReward picky = new ScriptedReward(answer -> answer.length() % 2 == 0 ? 1 : -100);
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
        ScriptedReward poor = new ScriptedReward(answer -> answer.isEmpty() ? 1 : -100);
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
