package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept, for whom, and for how long; a token takes one byte here. */
class PromptCacheTest {

    private static final Object MODEL = "language model";

    private final PromptCache<FakeText> prompts = new PromptCache<>(1000);

    /** Numbers from {@code from} on. */
    private static int[] text(int from, int length) {
        return IntStream.range(from, from + length).toArray();
    }

    private static int[] joined(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private FakeText begin(int[] text) {
        return prompts.begin(MODEL, text, () -> new FakeText(MODEL));
    }

    /** Reads a whole text as a prompt is read, in chunks of 100 tokens. */
    private FakeText read(FakeText cache, int[] text) {
        while (cache.tokens.length < text.length) {
            chunk(cache, text);
        }
        return cache;
    }

    private void chunk(FakeText cache, int[] text) {
        prompts.share(cache, text);
        int end = Math.min(text.length, cache.tokens.length + 100);
        cache.read += end - cache.tokens.length;
        cache.tokens = Arrays.copyOf(text, end);
    }

    private FakeText finished(int[] text) {
        FakeText cache = read(begin(text), text);
        prompts.end(cache);
        return cache;
    }

    @Test
    void theNextTurnTakesTheCacheOver() {
        int[] first = text(0, 250);
        FakeText cache = finished(first);
        assertThat(cache.resting).isTrue();
        assertThat(prompts.bytes()).isEqualTo(250);

        int[] second = joined(first, text(700, 60));
        FakeText next = begin(second);
        assertThat(next).isSameAs(cache);
        assertThat(prompts.bytes()).as("in use, it counts no more").isZero();
        assertThat(read(next, second).read).isEqualTo(250 + 60);
        assertThat(next.copied).isZero();

        prompts.end(next);
        assertThat(prompts.bytes()).isEqualTo(310);
    }

    @Test
    void aTextThatTurnsOffCopiesWhatIsCommon() {
        FakeText kept = finished(joined(text(0, 100), text(500, 50)));
        int[] other = joined(text(0, 100), text(900, 50));
        FakeText cache = read(begin(other), other);

        assertThat(cache).isNotSameAs(kept);
        assertThat(cache.copied).isEqualTo(100);
        assertThat(cache.read).isEqualTo(50);
        assertThat(kept.closed).isFalse();
    }

    @Test
    void theLongestRunWins() {
        finished(joined(text(0, 50), text(500, 50)));
        finished(joined(text(0, 80), text(600, 50)));
        finished(joined(text(0, 40), text(700, 50)));

        int[] asked = text(0, 120);
        assertThat(read(begin(asked), asked).copied).isEqualTo(80);
    }

    @Test
    void aFewTokensAreNotWorthIt() {
        finished(text(0, PromptCache.WORTH - 1));
        assertThat(prompts.bytes()).isZero();
        finished(joined(text(0, PromptCache.WORTH - 1), text(500, 100)));

        int[] asked = text(0, 100);
        assertThat(read(begin(asked), asked).copied).isZero();
    }

    @Test
    void ofRequestsThatBeginAlikeAndComeTogetherEachReadsAPartForAll() {
        int[] system = text(0, 400);
        int[] one = joined(system, text(1000, 20));
        int[] two = joined(system, text(2000, 20));
        FakeText first = begin(one);
        FakeText second = begin(two);
        // a chunk each, in turn
        for (int round = 0; round < 10; round++) {
            chunk(first, one);
            chunk(second, two);
        }

        assertThat(first.tokens).isEqualTo(one);
        assertThat(second.tokens).isEqualTo(two);
        assertThat(first.read + second.read).isEqualTo(400 + 20 + 20);
        assertThat(first.read).isGreaterThan(100);
        assertThat(second.read).isGreaterThan(100);
    }

    @Test
    void theOneUsedLongestAgoGoesFirst() {
        FakeText a = finished(text(0, 400));
        FakeText b = finished(text(1000, 400));
        // a is used again, b is not
        int[] asked = joined(text(0, 200), text(5000, 10));
        FakeText user = read(begin(asked), asked);
        FakeText c = finished(text(2000, 400));

        assertThat(b.closed).isTrue();
        assertThat(a.closed).isFalse();
        assertThat(c.closed).isFalse();
        assertThat(prompts.bytes()).isEqualTo(800);
        prompts.end(user);
        assertThat(prompts.bytes()).isLessThanOrEqualTo(1000).isEqualTo(610);
        assertThat(a.closed).as("c and the user came later").isTrue();
    }

    @Test
    void whatIsLargerThanTheBoundIsNotKept() {
        FakeText kept = finished(text(0, 400));
        FakeText large = finished(text(3000, 1001));

        assertThat(large.closed).isTrue();
        assertThat(kept.closed).isFalse();
    }

    @Test
    void theLongerOfTwoServesForBoth() {
        FakeText shorter = finished(text(0, 100));
        int[] whole = text(0, 300);
        FakeText second = new FakeText(MODEL);
        // it came while the first was in use, so it has a cache of its own
        FakeText used = prompts.begin(MODEL, text(4000, 1), () -> second);
        used.tokens = whole;
        prompts.end(used);
        assertThat(shorter.closed).isTrue();
        assertThat(prompts.bytes()).isEqualTo(300);

        FakeText again = prompts.begin(MODEL, text(4000, 1), () -> new FakeText(MODEL));
        again.tokens = text(0, 200);
        prompts.end(again);
        assertThat(again.closed).isTrue();
        assertThat(second.closed).isFalse();
    }

    @Test
    void modelsShareMemoryAndNothingElse() {
        FakeText mine = finished(text(0, 600));
        int[] asked = text(0, 650);
        FakeText other = prompts.begin("reward model", asked, () -> new FakeText("reward model"));
        assertThat(other).isNotSameAs(mine);
        assertThat(read(other, asked).copied).isZero();
        prompts.end(other);
        assertThat(mine.closed).as("both do not fit").isTrue();

        prompts.forget("reward model");
        assertThat(other.closed).isTrue();
        assertThat(prompts.bytes()).isZero();
    }

    @Test
    void whatAFailedPassTouchedIsNeverUsed() {
        int[] asked = text(0, 200);
        FakeText failed = read(begin(asked), asked);
        failed.sound = false;

        FakeText live = read(begin(asked), asked);
        assertThat(live.copied).as("from one in use").isZero();
        prompts.end(failed);
        assertThat(failed.closed).isTrue();
        prompts.end(live);
        assertThat(live.closed).isFalse();
    }

    @Test
    void zeroSwitchesItOff() {
        PromptCache<FakeText> off = new PromptCache<>(0);
        int[] asked = text(0, 200);
        FakeText first = off.begin(MODEL, asked, () -> new FakeText(MODEL));
        first.tokens = asked;
        FakeText second = off.begin(MODEL, asked, () -> new FakeText(MODEL));
        off.share(second, asked);
        assertThat(second.copied).isZero();
        off.end(first);
        assertThat(first.closed).isTrue();
        assertThat(off.begin(MODEL, asked, () -> new FakeText(MODEL))).isNotSameAs(first);
    }

    private static final class FakeText implements PromptCache.Text<FakeText> {
        private final Object model;
        private int[] tokens = {};
        private boolean sound = true;
        private boolean resting;
        private boolean closed;
        private int copied;
        private int read;

        FakeText(Object model) {
            this.model = model;
        }

        @Override
        public Object model() {
            return model;
        }

        @Override
        public int[] tokens() {
            return tokens;
        }

        @Override
        public int common(int[] text) {
            int mismatch = Arrays.mismatch(tokens, text);
            return mismatch < 0 ? tokens.length : mismatch;
        }

        @Override
        public void copy(FakeText other, int length) {
            assertThat(other.closed).isFalse();
            assertThat(other.tokens).hasSizeGreaterThanOrEqualTo(length);
            copied += length - tokens.length;
            tokens = Arrays.copyOf(other.tokens, length);
        }

        @Override
        public long bytes() {
            return tokens.length;
        }

        @Override
        public boolean sound() {
            return sound;
        }

        @Override
        public void rest() {
            resting = true;
        }

        @Override
        public void close() {
            assertThat(closed).as("closed twice").isFalse();
            closed = true;
        }
    }
}
