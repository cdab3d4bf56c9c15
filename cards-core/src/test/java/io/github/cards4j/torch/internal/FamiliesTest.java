package io.github.cards4j.torch.internal;

import static io.github.cards4j.torch.internal.TestDevice.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.ModelConfig.Kind;
import io.github.cards4j.checkpoint.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Oracle 4 for each family: logits and rewards equal those of Hugging Face's transformers, read whole, in chunks, as a tree,
 * and after parts of a tree were accepted; see golden_families.py. Windows are shorter than these texts.
 */
class FamiliesTest {

    private static final double FLOAT32 = 1e-4;
    private static final double HALF = 3e-2;

    /** Tokens that the texts of a folder share. */
    private static final int SHARED = 17;

    /** A model, its texts, and what is expected at each of their tokens. */
    private record Case(Transformer transformer, boolean reward, int width, List<int[]> texts, List<float[]> expected)
            implements AutoCloseable {

        static Case open(String name, long dtype, Products products) {
            Checkpoint checkpoint = Checkpoint.open(TestDevice.golden(name));
            boolean reward = checkpoint.config().kind() == Kind.SEQUENCE_CLASSIFICATION;
            int label = reward && checkpoint.config().labels().size() > 1 ? checkpoint.label("harm") : 0;
            List<int[]> texts = new ArrayList<>();
            List<float[]> expected = new ArrayList<>();
            for (JsonNode sequence : TestDevice.expected(name).get("sequences")) {
                texts.add(TestDevice.tokens(sequence));
                expected.add(
                        reward
                                ? floats(sequence.get("prefixScores"))
                                : TestDevice.floats(
                                        name, sequence.get(dtype == DtypeNumber.FLOAT32 ? "logits" : "ownTypeLogits")));
            }
            Transformer transformer = Transformer.load(
                    TestDevice.PROGRAM, checkpoint, label, new TorchSettings("cpu", dtype, products), Progress.NONE);
            return new Case(
                    transformer, reward, reward ? 1 : checkpoint.config().vocabularySize(), texts, expected);
        }

        private static float[] floats(JsonNode array) {
            float[] floats = new float[array.size()];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) array.get(i).asDouble();
            }
            return floats;
        }

        float[] run(Pass pass) {
            return reward ? transformer.scores(pass) : TestDevice.logits(transformer, pass);
        }

        /** Expected at tokens {@code from..to-1} of a text. */
        float[] expected(int text, int from, int to) {
            return Arrays.copyOfRange(expected.get(text), from * width, to * width);
        }

        float[] read(KeyValueCache cache, int text, int from, int to) {
            Pass pass = new Pass();
            pass.on(cache);
            for (int i = from; i < to; i++) {
                pass.addToPrefix(texts.get(text)[i]);
                pass.want();
            }
            return run(pass);
        }

        @Override
        public void close() {
            transformer.close();
        }
    }

    /** A text in a tree that grows token by token. */
    private static final class Branch {
        final int text;
        final int name;
        final IntArray slots = new IntArray();
        int next;

        Branch(int text, int first, KeyValueCache cache) {
            this.text = text;
            this.next = first;
            this.name = cache.newBranch();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.cards4j.torch.internal.TestDevice#families")
    void wholeInChunksAndAsATree(String name) {
        for (Products products : TestDevice.ways(DtypeNumber.FLOAT32)) {
            try (Case c = Case.open(name, DtypeNumber.FLOAT32, products)) {
                whole(c);
                chunks(c);
                tree(c);
            }
        }
    }

    private static void whole(Case c) {
        for (int text = 0; text < c.texts.size(); text++) {
            try (KeyValueCache cache = c.transformer.newCache(8)) {
                assertThat(error(c.read(cache, text, 0, c.texts.get(text).length), c.expected.get(text)))
                        .isLessThan(FLOAT32);
            }
        }
    }

    private static void chunks(Case c) {
        for (int text = 0; text < c.texts.size(); text++) {
            try (KeyValueCache cache = c.transformer.newCache(8)) {
                int length = c.texts.get(text).length;
                for (int from = 0, size = 1; from < length; from += size, size = 7) {
                    int to = Math.min(length, from + size);
                    assertThat(error(c.read(cache, text, from, to), c.expected(text, from, to)))
                            .isLessThan(FLOAT32);
                }
            }
        }
    }

    /** Three texts part after a prefix and grow side by side; then one is accepted in part, and they part again. */
    private static void tree(Case c) {
        try (KeyValueCache cache = c.transformer.newCache(8)) {
            c.read(cache, 0, 0, SHARED);
            List<Branch> branches =
                    List.of(new Branch(2, SHARED, cache), new Branch(0, SHARED, cache), new Branch(1, SHARED, cache));
            for (int grown : new int[] {1, 2, 9}) {
                grow(c, cache, branches, grown);
            }
            // the last token of the second branch goes: what it read is forgotten
            Branch kept = branches.get(1);
            IntArray slots = new IntArray();
            for (int i = 0; i < kept.slots.size() - 1; i++) {
                slots.add(kept.slots.get(i));
            }
            cache.accept(SHARED, slots);
            int accepted = SHARED + slots.size();
            grow(
                    c,
                    cache,
                    List.of(new Branch(0, accepted, cache), new Branch(0, accepted, cache)),
                    c.texts.get(0).length - accepted);
            // back to where they parted: a text with another end
            cache.accept(SHARED, new IntArray());
            grow(c, cache, List.of(new Branch(1, SHARED, cache)), 6);
        }
    }

    /** Each branch reads up to {@code tokens} more in one pass, in turns with the others. */
    private static void grow(Case c, KeyValueCache cache, List<Branch> branches, int tokens) {
        Pass pass = new Pass();
        pass.on(cache);
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < tokens; i++) {
            for (Branch b : branches) {
                int[] ids = c.texts.get(b.text);
                if (b.next < ids.length) {
                    b.slots.add(pass.addToBranch(ids[b.next], b.next, b.name, cache.prefix()));
                    pass.want();
                    expected.add(b.text);
                    expected.add(b.next++);
                }
            }
        }
        float[] found = c.run(pass);
        for (int row = 0; row < expected.size() / 2; row++) {
            int text = expected.get(2 * row);
            int at = expected.get(2 * row + 1);
            // among all numbers of its text: a single reward may be close to 0
            float[] whole = c.expected.get(text).clone();
            System.arraycopy(found, row * c.width, whole, at * c.width, c.width);
            assertThat(error(whole, c.expected.get(text))).isLessThan(FLOAT32);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "family-llama-biases",
                "family-mistral",
                "family-qwen2",
                "family-qwen3",
                "family-gemma3",
                "family-gemma3-nested"
            })
    void inTheirOwnType(String name) {
        long dtype = name.equals("family-llama-biases") ? DtypeNumber.FLOAT16 : DtypeNumber.BFLOAT16;
        for (Products products : TestDevice.ways(dtype)) {
            try (Case c = Case.open(name, dtype, products)) {
                for (int text = 0; text < c.texts.size(); text++) {
                    int length = c.texts.get(text).length;
                    try (KeyValueCache cache = c.transformer.newCache(8)) {
                        // a single token behind the others: its products are of a single row
                        assertThat(TestDevice.distance(
                                        c.read(cache, text, 0, length - 1), c.expected(text, 0, length - 1)))
                                .as("%s", products)
                                .isLessThan(HALF);
                        assertThat(TestDevice.distance(
                                        c.read(cache, text, length - 1, length), c.expected(text, length - 1, length)))
                                .as("%s, last token", products)
                                .isLessThan(HALF);
                    }
                }
            }
        }
    }
}
