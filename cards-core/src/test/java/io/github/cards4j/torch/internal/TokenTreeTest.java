package io.github.cards4j.torch.internal;

import static io.github.cards4j.torch.internal.TestDevice.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Oracle 3: what a token tree, a rollback or a grown cache gives equals a fresh pass over the whole text. */
class TokenTreeTest {

    private static final double TOLERANCE = 1e-5;

    private final Transformer transformer = TestDevice.transformer("tied", DtypeNumber.FLOAT32);
    private final int vocabulary = transformer.shape().vocabulary();
    private final Random random = new Random(7);

    @AfterEach
    void close() {
        transformer.close();
    }

    private int[] text(int length) {
        return random.ints(length, 0, vocabulary).toArray();
    }

    private float[] row(float[] logits, int row) {
        return Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary);
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private void read(KeyValueCache cache, int[] prefix, int from, int to) {
        Pass pass = new Pass();
        pass.on(cache);
        for (int i = from; i < to; i++) {
            pass.addToPrefix(prefix[i]);
        }
        TestDevice.logits(transformer, pass);
    }

    @Test
    void branchesOfTwoTextsInOnePassEqualFreshPasses() {
        int[] prompt = text(19);
        int[] other = text(5);
        int[][] branches = {text(5), text(9), text(1)};
        try (KeyValueCache cache = transformer.newCache(4);
                KeyValueCache beside = transformer.newCache(64)) {
            read(cache, prompt, 0, 11);
            read(cache, prompt, 11, 19);
            read(beside, other, 0, 3);

            Pass pass = new Pass();
            pass.on(cache);
            int[] names = {cache.newBranch(), cache.newBranch(), cache.newBranch()};
            int[][] rows = {new int[5], new int[9], new int[1]};
            for (int step = 0; step < 9; step++) {
                for (int b = 0; b < 3; b++) {
                    if (step < branches[b].length) {
                        pass.addToBranch(branches[b][step], 19 + step, names[b], 19);
                        rows[b][step] = pass.want();
                    }
                }
            }
            pass.on(beside);
            pass.addToPrefix(other[3]);
            pass.addToPrefix(other[4]);
            int last = pass.want();
            float[] found = TestDevice.logits(transformer, pass);

            for (int b = 0; b < 3; b++) {
                float[] fresh = TestDevice.logits(transformer, joined(prompt, branches[b]));
                for (int i = 0; i < branches[b].length; i++) {
                    assertThat(error(row(found, rows[b][i]), row(fresh, 19 + i)))
                            .isLessThan(TOLERANCE);
                }
            }
            assertThat(error(row(found, last), row(TestDevice.logits(transformer, other), 4)))
                    .isLessThan(TOLERANCE);
        }
    }

    @Test
    void acceptingRejectingAndGrowingLeaveThePrefixAsIfReadAfresh() {
        int[] accepted = text(3);
        try (KeyValueCache cache = transformer.newCache(4)) {
            read(cache, accepted, 0, 3);
            for (int round = 0; round < 12; round++) {
                int[] wanted = text(1 + random.nextInt(9));
                int[] rejected = text(1 + random.nextInt(9));
                int keep = cache.newBranch();
                int drop = cache.newBranch();
                IntArray kept = new IntArray();
                IntArray dropped = new IntArray();
                for (int i = 0; i < Math.max(wanted.length, rejected.length); i++) {
                    Pass pass = new Pass();
                    pass.on(cache);
                    if (i < rejected.length) {
                        dropped.add(pass.addToBranch(rejected[i], accepted.length + i, drop, accepted.length));
                    }
                    if (i < wanted.length) {
                        kept.add(pass.addToBranch(wanted[i], accepted.length + i, keep, accepted.length));
                    }
                    TestDevice.logits(transformer, pass);
                    if (i == 4) {
                        // gives slots back in mid-way: later tokens of the other branch take them
                        cache.free(dropped);
                        dropped.clear();
                        rejected = Arrays.copyOf(rejected, Math.min(rejected.length, 5));
                    }
                }
                cache.accept(accepted.length, kept);
                accepted = joined(accepted, wanted);

                int probe = random.nextInt(vocabulary);
                Pass pass = new Pass();
                pass.on(cache);
                IntArray slot = new IntArray();
                slot.add(pass.addToBranch(probe, accepted.length, cache.newBranch(), accepted.length));
                pass.want();
                float[] found = TestDevice.logits(transformer, pass);
                cache.free(slot);
                float[] fresh = TestDevice.logits(transformer, joined(accepted, new int[] {probe}));
                assertThat(error(found, row(fresh, accepted.length))).isLessThan(TOLERANCE);
            }
        }
    }

    @Test
    void callsShareNoState() {
        // with the graph optimiser on, tensors made of constants would be the same objects in every call
        int[] text = text(6);
        float[] first = TestDevice.logits(transformer, text);
        TestDevice.logits(transformer, text(30));
        assertThat(TestDevice.logits(transformer, text)).isEqualTo(first);
    }
}
