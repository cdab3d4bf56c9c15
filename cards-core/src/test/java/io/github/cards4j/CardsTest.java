package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.template.ChatFormats;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CardsTest {

    private static final GenerationOptions JUDGED = GenerationOptions.builder()
            .targetReward(1.0)
            .rewardTemperature(0.1)
            .uncertaintyThreshold(3.0)
            .seed(1L)
            .build();

    private static Cards plain(ScriptedModel model) {
        return Cards.of(model, null, ChatFormats.of("plain"));
    }

    private static Cards judged(ScriptedModel model, ScriptedReward reward) {
        CardsOptions options =
                CardsOptions.builder().llm("scripted").defaults(JUDGED).build();
        return Cards.of(model, reward, ChatFormats.of("plain"), options);
    }

    /** Says its prompt's last word for ever. */
    private static ScriptedModel echo() {
        return new ScriptedModel((prompt, soFar, u) -> {
            String question = prompt.substring("User: ".length(), prompt.indexOf("\n"));
            return soFar.length() < 40 ? question.charAt(soFar.length() % question.length()) : ScriptedModel.END;
        });
    }

    @Test
    void answersPlainWithoutARewardModel() {
        try (Cards cards = plain(ScriptedModel.saying("Hello there."))) {
            CardsResponse response = cards.generate(CardsRequest.of("Hi"));

            assertThat(response.text()).isEqualTo("Hello there.");
            assertThat(response.result().finishReason()).isEqualTo(FinishReason.END_OF_SEQUENCE);
            assertThat(response.options().method()).isEqualTo(Method.PLAIN);
            assertThat(response.promptTokens())
                    .isEqualTo(cards.generate(CardsRequest.of("Hi!")).promptTokens() - 1);
        }
    }

    /** An answer that waits behind another's pass was asked for before it. */
    @Test
    void timesBeginWhenTheAnswerIsAskedFor() {
        Gate gate = new Gate();
        ScriptedModel model = ScriptedModel.saying("Hello.").beforeStep(gate);
        try (Cards cards = plain(model)) {
            Generation first = cards.start(CardsRequest.of("Hi"), DecodingListener.NONE);
            gate.awaitReached();
            AtomicReference<Long> shown = new AtomicReference<>();
            Generation second = cards.start(CardsRequest.of("Hi"), new DecodingListener() {
                @Override
                public void onEntropy(double entropy) {
                    // before the first text
                    shown.compareAndSet(null, System.nanoTime());
                }
            });
            long asked = System.nanoTime();
            gate.open();
            Counters counters = second.future().join().result().counters();

            Duration waited = Duration.ofNanos(shown.get() - asked);
            assertThat(counters.timeToFirstSegment()).isGreaterThanOrEqualTo(waited);
            assertThat(counters.totalTime()).isGreaterThanOrEqualTo(counters.timeToFirstSegment());
            first.future().join();
        }
    }

    @Test
    void picksWordsThatTheRewardModelLikes() {
        // At each word either "good" or "evil", by the random number of its first letter.
        ScriptedModel model = new ScriptedModel((prompt, soFar, u) -> {
            if (soFar.length() == 40) {
                return ScriptedModel.END;
            }
            int at = soFar.length() % 5;
            boolean good = at == 0 ? u < 0.3 : soFar.charAt(soFar.length() - at) == 'g';
            return (good ? "good " : "evil ").charAt(at);
        });
        ScriptedReward reward = new ScriptedReward(text -> text.contains("e") ? -10 : 10);
        List<Segment> segments = new ArrayList<>();
        List<Candidate> rejected = new ArrayList<>();
        StringBuilder shown = new StringBuilder();
        try (Cards cards = judged(model, reward)) {
            CardsResponse response = cards.generate(CardsRequest.of("Hi"), new DecodingListener() {
                @Override
                public void onText(String text) {
                    shown.append(text);
                }

                @Override
                public void onSegment(Segment segment) {
                    segments.add(segment);
                }

                @Override
                public void onRejected(Candidate candidate) {
                    rejected.add(candidate);
                }
            });

            assertThat(response.text()).isEqualTo("good ".repeat(8));
            assertThat(shown.toString()).isEqualTo(response.text());
            assertThat(segments).isEqualTo(response.result().segments());
            assertThat(rejected)
                    .isNotEmpty()
                    .allMatch(candidate -> candidate.text().contains("evil"));
            assertThat(cards.score(List.of(Message.user("Hi")), "evil")).isEqualTo(-10);
        }
    }

    @Test
    void eightCallersShareStepsAndGetTheirOwnAnswers() {
        Gate gate = new Gate();
        ScriptedModel model = echo().beforeStep(gate);
        try (Cards cards = plain(model)) {
            List<Generation> generations = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                generations.add(cards.start(CardsRequest.of("caller" + i), DecodingListener.NONE));
            }
            gate.awaitReached();
            gate.open();
            for (int i = 0; i < 8; i++) {
                String text = generations.get(i).future().join().text();
                assertThat(text).isEqualTo(("caller" + i).repeat(6).substring(0, 40));
            }
        }
        assertThat(model.batches()).contains(8);
        assertThat(model.threads()).singleElement().satisfies(thread -> {
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).startsWith("cards-engine-");
        });
        assertThat(model.closed()).isTrue();
    }

    @Test
    void callersShareTheLanesAndOneAloneHasMore() {
        // Nearly every attempt is rejected, so each answer takes all the lanes that it may have.
        ScriptedReward picky = new ScriptedReward(text -> text.isEmpty() ? 1 : 0);
        Gate gate = new Gate();
        ScriptedModel model = ScriptedModel.babbling().beforeStep(gate);
        try (Cards cards = judged(model, picky)) {
            List<Generation> many = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                many.add(cards.start(length(20), DecodingListener.NONE));
            }
            gate.awaitReached();
            gate.open();
            many.forEach(generation -> generation.future().join());
            int shared = model.batches().size();
            // The first began alone; what it had started then goes on.
            assertThat(model.batches().subList(10, shared)).allMatch(lanes -> lanes <= 16);

            cards.generate(length(40));
            assertThat(model.batches().subList(shared, model.batches().size())).anyMatch(lanes -> lanes > 8);
        }
    }

    @Test
    void bestOfNDrawsAllAnswersAtOnceAndScoresThemFourAtATime() {
        List<Integer> scored = Collections.synchronizedList(new ArrayList<>());
        // another text in each lane: the same one is not scored twice
        ScriptedModel model = new ScriptedModel((prompt, soFar, u) -> (char) ('a' + (int) (26 * u)));
        try (Cards cards = judged(model, new ScriptedReward(text -> text.length(), scored::add))) {
            cards.generate(CardsRequest.of("Hi")
                    .with(GenerationOptions.builder()
                            .method(new Method.BestOf(20))
                            .maxNewTokens(12)
                            .build()));
            assertThat(model.batches()).contains(20);
            // the prompt has none, and the answer is not scored again
            assertThat(scored).hasSizeBetween(5, 10).allMatch(answers -> answers <= 4);
        }
    }

    private static CardsRequest length(int maxNewTokens) {
        return CardsRequest.of("Hi")
                .with(GenerationOptions.builder().maxNewTokens(maxNewTokens).build());
    }

    @Test
    void cancelKeepsWhatIsThereAndStopsWithinOneStep() {
        ScriptedModel model = ScriptedModel.babbling();
        AtomicReference<Generation> generation = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        AtomicInteger stepsAtCancel = new AtomicInteger();
        model.beforeStep(prompts -> {
            Gate.await(known);
            if (model.batches().size() == 20) {
                stepsAtCancel.set(20);
                generation.get().cancel();
            }
        });
        try (Cards cards = plain(model)) {
            generation.set(cards.start(CardsRequest.of("Hi"), DecodingListener.NONE));
            known.countDown();
            CardsResponse response = generation.get().future().join();

            assertThat(response.result().finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(response.result().tokens()).hasSizeBetween(18, 20);
            assertThat(model.batches()).hasSize(stepsAtCancel.get());
            generation.get().cancel();
        }
    }

    @Test
    void cancellingTheFutureStopsTheModel() {
        ScriptedModel model = ScriptedModel.babbling();
        Gate gate = new Gate();
        model.beforeStep(gate);
        List<String> shown = Collections.synchronizedList(new ArrayList<>());
        try (Cards cards = plain(model)) {
            Generation generation = cards.start(CardsRequest.of("Hi"), new DecodingListener() {
                @Override
                public void onText(String text) {
                    shown.add(text);
                }
            });
            gate.awaitReached();
            generation.future().cancel(true);
            gate.open();
            // Served after the first, by the same thread.
            cards.generate(CardsRequest.of("Hi")
                    .with(GenerationOptions.builder().maxNewTokens(3).build()));

            assertThat(shown).isEmpty();
            assertThat(model.batches()).hasSize(4);
        }
    }

    private static GenerationOptions deadline(Duration deadline) {
        return GenerationOptions.builder().deadline(deadline).build();
    }

    private static void spinFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void deadlineEndsAnAnswerThatWaitsToBegin() {
        Gate gate = new Gate();
        try (Cards cards = plain(ScriptedModel.babbling().beforeStep(gate))) {
            Generation first = cards.start(CardsRequest.of("Hi"), DecodingListener.NONE);
            gate.awaitReached();
            Duration soon = Duration.ofMillis(1);
            Generation second = cards.start(CardsRequest.of("Hi").with(deadline(soon)), DecodingListener.NONE);
            spinFor(soon);
            gate.open();

            CardsResponse response = second.future().join();
            assertThat(response.result().finishReason()).isEqualTo(FinishReason.DEADLINE);
            assertThat(response.text()).isEmpty();
            assertThat(first.future().join().result().finishReason()).isEqualTo(FinishReason.LENGTH);
        }
    }

    @Test
    void aDeadlineMayBeAsFarAwayAsThereIs() {
        try (Cards cards = plain(ScriptedModel.saying("Hello."))) {
            Duration never = ChronoUnit.FOREVER.getDuration();
            assertThat(cards.generate(CardsRequest.of("Hi").with(deadline(never)))
                            .text())
                    .isEqualTo("Hello.");
            assertThat(cards.drain(never)).isTrue();
        }
    }

    @Test
    void deadlineKeepsWhatIsThereAndStopsWithinOneStep() {
        ScriptedModel model = ScriptedModel.babbling();
        Duration deadline = Duration.ofMillis(200);
        model.beforeStep(prompts -> {
            if (model.batches().size() == 20) {
                spinFor(deadline);
            }
        });
        try (Cards cards = plain(model)) {
            CardsResponse response = cards.generate(CardsRequest.of("Hi").with(deadline(deadline)));

            assertThat(response.result().finishReason()).isEqualTo(FinishReason.DEADLINE);
            assertThat(response.text().length()).isLessThanOrEqualTo(20);
            assertThat(model.batches()).hasSizeLessThanOrEqualTo(20);
        }
    }

    @Test
    void interruptOfAWaitingCallerStopsItsAnswerOnly() throws InterruptedException {
        Gate gate = new Gate();
        ScriptedModel model = ScriptedModel.babbling().beforeStep(gate);
        try (Cards cards = plain(model)) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread caller = new Thread(() -> {
                thrown.set(catchThrowable(() -> cards.generate(CardsRequest.of("Hi"))));
                flag.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            gate.awaitReached();
            caller.interrupt();
            caller.join();
            gate.open();

            assertThat(thrown.get())
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("interrupted while waiting for the answer");
            assertThat(flag.get()).isTrue();
            int before = model.batches().size();
            GenerationOptions three =
                    GenerationOptions.builder().maxNewTokens(3).build();
            assertThat(cards.generate(CardsRequest.of("Hi").with(three)).text()).isEqualTo("aaa");
            assertThat(model.batches().size() - before).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void aFullQueueSaysSoAndServesOn() {
        Gate gate = new Gate();
        CardsOptions options =
                CardsOptions.builder().llm("scripted").queueCapacity(2).build();
        try (Cards cards = Cards.of(echo().beforeStep(gate), null, ChatFormats.of("plain"), options)) {
            Generation first = cards.start(CardsRequest.of("one"), DecodingListener.NONE);
            gate.awaitReached();
            Generation second = cards.start(CardsRequest.of("two"), DecodingListener.NONE);

            assertThatThrownBy(() -> cards.start(CardsRequest.of("three"), DecodingListener.NONE))
                    .isInstanceOf(QueueFullException.class)
                    .hasMessageContaining("2 requests")
                    .hasMessageContaining("queueCapacity=2");
            gate.open();
            assertThat(first.future().join().text()).startsWith("oneone");
            assertThat(second.future().join().text()).startsWith("twotwo");
            assertThat(cards.generate(CardsRequest.of("four")).text()).startsWith("fourfour");
        }
    }

    @Test
    void whoHasAnAnswerHasLeftTheQueue() {
        Gate gate = new Gate();
        CardsOptions options =
                CardsOptions.builder().llm("scripted").queueCapacity(1).build();
        try (Cards cards = Cards.of(echo().beforeStep(gate), null, ChatFormats.of("plain"), options)) {
            Generation first = cards.start(CardsRequest.of("one"), DecodingListener.NONE);
            gate.awaitReached();
            // asks again on the engine's thread, in the very call that completes the first answer
            CompletableFuture<Generation> second =
                    first.future().thenApply(answer -> cards.start(CardsRequest.of("two"), DecodingListener.NONE));
            gate.open();

            assertThat(second.join().future().join().text()).startsWith("twotwo");
        }
    }

    @Test
    void aListenerThatThrowsEndsItsOwnAnswerOnly() {
        Gate gate = new Gate();
        try (Cards cards = plain(echo().beforeStep(gate))) {
            Generation broken = cards.start(CardsRequest.of("broken"), new DecodingListener() {
                @Override
                public void onText(String text) {
                    throw new IllegalStateException("listener broke");
                }
            });
            Generation whole = cards.start(CardsRequest.of("whole"), DecodingListener.NONE);
            gate.awaitReached();
            gate.open();

            assertThatThrownBy(() -> broken.future().get())
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("listener broke");
            assertThat(whole.future().join().text()).startsWith("wholewhole").hasSize(40);
        }
    }

    @Test
    void aPassThatFailsForOneEndsThatOneOnly() {
        Gate gate = new Gate();
        ScriptedModel model = echo();
        model.beforeStep(prompts -> {
            gate.accept(prompts);
            if (prompts.stream().anyMatch(prompt -> prompt.contains("poison"))) {
                throw new ModelException("logits are not finite");
            }
        });
        try (Cards cards = plain(model)) {
            Generation poison = cards.start(CardsRequest.of("poison"), DecodingListener.NONE);
            Generation whole = cards.start(CardsRequest.of("whole"), DecodingListener.NONE);
            gate.awaitReached();
            gate.open();

            assertThatThrownBy(() -> poison.future().get()).hasRootCauseMessage("logits are not finite");
            assertThat(whole.future().join().text()).hasSize(40);
        }
    }

    @Test
    void waitingOnTheEnginesOwnThreadIsRefused() {
        try (Cards cards = plain(echo())) {
            assertThatThrownBy(() -> cards.generate(CardsRequest.of("outer"), new DecodingListener() {
                        @Override
                        public void onText(String text) {
                            cards.generate(CardsRequest.of("inner"));
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("generate was called on the engine's own thread");
        }
    }

    @Test
    void promptsThatDoNotFitAreRefusedWithTheNumbers() {
        ScriptedModel model = new ScriptedModel((prompt, soFar, u) -> 'a', 50);
        try (Cards cards = plain(model)) {
            assertThatThrownBy(() -> cards.generate(CardsRequest.of("x".repeat(100))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 50")
                    .hasMessageMatching(".*has 1\\d\\d tokens.*");
        }
    }

    @Test
    void anEmptyPromptIsRefused() {
        try (Cards cards = plain(echo())) {
            for (String empty : List.of("", " \n")) {
                assertThatThrownBy(() -> cards.generate(CardsRequest.of(empty)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("the prompt is empty");
            }
            assertThat(cards.generate(CardsRequest.of("Hi")).text()).startsWith("Hi");
        }
    }

    @Test
    void theFloorHoldsForTheBestOfManyOfAPairThatWasNeverCalibrated() {
        ScriptedReward reward = new ScriptedReward(String::length);
        try (Cards cards = Cards.of(ScriptedModel.saying("Hello."), reward, ChatFormats.of("plain"))) {
            GenerationOptions.Builder three = GenerationOptions.builder().method(new Method.BestOf(3));
            CardsRequest request = CardsRequest.of("Hi");
            assertThat(cards.generate(request.with(three.rewardFloor(6.0).build()))
                            .text())
                    .isEqualTo("Hello.");
            CardsResponse below =
                    cards.generate(request.with(three.rewardFloor(6.5).build()));
            assertThat(below.text()).isEmpty();
            assertThat(below.result().finishReason()).isEqualTo(FinishReason.EXHAUSTED);
        }
    }

    @Test
    void aPairThatWasNeverCalibratedSaysWhatToDo() {
        ScriptedReward reward = new ScriptedReward(String::length);
        try (Cards cards = Cards.of(ScriptedModel.saying("Hello."), reward, ChatFormats.of("plain"))) {
            assertThatThrownBy(() -> cards.generate(CardsRequest.of("Hi")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("calibrate", "targetReward", "rewardTemperature", "uncertaintyThreshold");
        }
    }

    @Test
    void scoreNeedsARewardModel() {
        try (Cards cards = plain(echo())) {
            assertThatThrownBy(() -> cards.score(List.of(Message.user("Hi")), "Hello"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("score needs a reward model");
        }
    }

    @Test
    void aLoaderThatFailsTellsItsCallerWhy() {
        CardsOptions options = CardsOptions.builder().llm("/no/such/folder").build();
        assertThatThrownBy(() -> Cards.open(options))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("/no/such/folder");
    }
}
