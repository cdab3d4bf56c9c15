package io.github.cards4j.spring;

import static io.github.cards4j.spring.Starter.analysis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.cards4j.Cards;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.OnExhausted;
import io.github.cards4j.langchain4j.CardsChatModel;
import io.github.cards4j.langchain4j.CardsChatRequestParameters;
import io.github.cards4j.langchain4j.CardsChatResponseMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One engine, several policies. */
@Timeout(300)
class ProfilesTest {

    @Test
    void everyOptionOfAProfileReachesTheEngine() {
        Starter.unloaded()
                .withPropertyValues(
                        "cards.profiles.all.strength=0.75",
                        "cards.profiles.all.method=cards:4",
                        "cards.profiles.all.target-reward=1.5",
                        "cards.profiles.all.reward-weight=0.4",
                        "cards.profiles.all.reward-temperature=0.6",
                        "cards.profiles.all.reward-floor=-9",
                        "cards.profiles.all.max-attempts=13",
                        "cards.profiles.all.on-exhausted=replace",
                        "cards.profiles.all.replacement=I cannot say.",
                        "cards.profiles.all.ramp=44",
                        "cards.profiles.all.max-lanes=6",
                        "cards.profiles.all.uncertainty-threshold=2.5",
                        "cards.profiles.all.min-segment-tokens=3",
                        "cards.profiles.all.max-segment-tokens=30",
                        "cards.profiles.all.temperature=0.9",
                        "cards.profiles.all.top-k=11",
                        "cards.profiles.all.top-p=0.8",
                        "cards.profiles.all.max-new-tokens=33",
                        "cards.profiles.all.stop-sequences=END,STOP",
                        "cards.profiles.all.seed=5",
                        "cards.profiles.all.deadline=90s",
                        "cards.profiles.Support.strength=0.25")
                .run(context -> assertThat(context.getBean(Cards.class).profiles())
                        .isEqualTo(Map.of(
                                "Support",
                                GenerationOptions.builder().strength(0.25).build(),
                                "all",
                                GenerationOptions.builder()
                                        .temperature(0.9)
                                        .topK(11)
                                        .topP(0.8)
                                        .maxNewTokens(33)
                                        .stopSequences(List.of("END", "STOP"))
                                        .seed(5L)
                                        .deadline(Duration.ofSeconds(90))
                                        .uncertaintyThreshold(2.5)
                                        .minSegmentTokens(3)
                                        .maxSegmentTokens(30)
                                        .strength(0.75)
                                        .targetReward(1.5)
                                        .rewardWeight(0.4)
                                        .rewardTemperature(0.6)
                                        .rewardFloor(-9.0)
                                        .maxAttempts(13)
                                        .onExhausted(OnExhausted.REPLACE)
                                        .replacement("I cannot say.")
                                        .ramp(44)
                                        .method(new Method.Cards(4))
                                        .maxLanes(6)
                                        .build())));
    }

    @Test
    void aRequestChoosesAProfileByItsParameterOrAsItsModel() {
        Starter.demo()
                .withPropertyValues(
                        "cards.sampling.max-new-tokens=4",
                        "cards.profiles.short.max-new-tokens=2",
                        "cards.profiles.fast.method=plain")
                .run(context -> {
                    CardsChatModel model = context.getBean(CardsChatModel.class);
                    assertThat(answered(
                                            model,
                                            CardsChatRequestParameters.builder().profile("short"))
                                    .tokenUsage()
                                    .outputTokenCount())
                            .isLessThanOrEqualTo(2);
                    assertThat(answered(
                                            model,
                                            CardsChatRequestParameters.builder().modelName("fast"))
                                    .options()
                                    .method())
                            .isEqualTo(Method.PLAIN);
                });
    }

    private static CardsChatResponseMetadata answered(
            CardsChatModel model, CardsChatRequestParameters.Builder parameters) {
        return (CardsChatResponseMetadata) model.chat(ChatRequest.builder()
                        .messages(UserMessage.from("Hello"))
                        .parameters(parameters.build())
                        .build())
                .metadata();
    }

    @Test
    void aProfileNeedsAName() {
        Starter.unloaded().withPropertyValues("cards.profiles.strength=0.5").run(context -> assertThat(
                        analysis(context).getDescription())
                .contains("cards.profiles.strength is not known"));
    }
}
