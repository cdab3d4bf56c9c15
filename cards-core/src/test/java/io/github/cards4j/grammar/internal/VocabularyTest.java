package io.github.cards4j.grammar.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.decoding.fake.FakeTokenizer;
import io.github.cards4j.grammar.Grammar;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VocabularyTest {

    private final FakeTokenizer letters = FakeTokenizer.of("a", "b");
    private final Vocabulary vocabulary = Vocabulary.of(letters, Set.of(letters.end()));

    @Test
    void whoeverAsksForAKnownGrammarDoesNotWaitForANewOne() throws Exception {
        String known = vocabulary.compiled(Grammar.literal("a"), String.class, v -> "of a");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<String> compiled = new CompletableFuture<>();
        Thread caller =
                new Thread(() -> compiled.complete(vocabulary.compiled(Grammar.literal("b"), String.class, v -> {
                    begun.countDown();
                    await(mayEnd);
                    return "of b";
                })));
        caller.start();
        begun.await();

        assertThat(vocabulary.compiled(Grammar.literal("a"), String.class, v -> "again"))
                .isSameAs(known);
        mayEnd.countDown();
        assertThat(compiled.get(1, TimeUnit.MINUTES)).isEqualTo("of b");
    }

    @Test
    void ofTwoThatMakeTheSameTheFirstServesBoth() {
        Grammar grammar = Grammar.literal("ab");
        String second = vocabulary.compiled(grammar, String.class, v -> {
            vocabulary.compiled(grammar, String.class, w -> "first");
            return "second";
        });
        assertThat(second).isEqualTo("first");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
