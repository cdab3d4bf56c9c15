package io.github.cards4j.torch.internal;

import static io.github.cards4j.torch.internal.TestDevice.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.Tokenizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle 4: numbers equal those of Hugging Face's transformers, see make_goldens.py. */
class GoldenModelsTest {

    private static final double FLOAT32 = 1e-4;
    private static final double HALF = 3e-2;

    @ParameterizedTest
    @ValueSource(strings = {"tied", "llama3-rope", "linear-rope", "sharded", "head-dim", "bfloat16", "float16"})
    void logitsInFloat32(String name) {
        for (Products products : TestDevice.ways(DtypeNumber.FLOAT32)) {
            TorchSettings settings = new TorchSettings("cpu", DtypeNumber.FLOAT32, products);
            try (Transformer transformer = TestDevice.transformer(name, settings)) {
                for (JsonNode sequence : TestDevice.expected(name).get("sequences")) {
                    float[] found = TestDevice.logits(transformer, TestDevice.tokens(sequence));
                    assertThat(error(found, TestDevice.floats(name, sequence.get("logits"))))
                            .isLessThan(FLOAT32);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bfloat16", "float16"})
    void logitsInTheirOwnType(String name) {
        long dtype = name.equals("bfloat16") ? DtypeNumber.BFLOAT16 : DtypeNumber.FLOAT16;
        for (Products products : TestDevice.ways(dtype)) {
            try (Transformer transformer = TestDevice.transformer(name, new TorchSettings("cpu", dtype, products))) {
                for (JsonNode sequence : TestDevice.expected(name).get("sequences")) {
                    float[] found = TestDevice.logits(transformer, TestDevice.tokens(sequence));
                    assertThat(TestDevice.distance(found, TestDevice.floats(name, sequence.get("ownTypeLogits"))))
                            .as("%s", products)
                            .isLessThan(HALF);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reward", "reward-bfloat16"})
    void scoresOfPrefixes(String name) {
        try (Transformer transformer = TestDevice.transformer(name, DtypeNumber.FLOAT32)) {
            for (JsonNode sequence : TestDevice.expected(name).get("sequences")) {
                JsonNode scores = sequence.get("prefixScores");
                float[] expected = new float[scores.size()];
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = (float) scores.get(i).asDouble();
                }
                try (KeyValueCache cache = transformer.newCache(8)) {
                    Pass pass = new Pass();
                    pass.on(cache);
                    for (int token : TestDevice.tokens(sequence)) {
                        pass.addToPrefix(token);
                        pass.want();
                    }
                    assertThat(error(transformer.scores(pass), expected)).isLessThan(FLOAT32);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "llama3-rope", "sharded", "head-dim"})
    void stepsGiveEntropiesLogProbabilitiesAndTheGreedyContinuation(String name) {
        try (Transformer transformer = TestDevice.transformer(name, DtypeNumber.FLOAT32);
                TorchLanguageModel model = new TorchLanguageModel(
                        Checkpoint.open(TestDevice.golden(name)),
                        new NoTokenizer(),
                        transformer,
                        new PromptCache<>(0))) {
            for (JsonNode sequence : TestDevice.expected(name).get("sequences")) {
                int[] tokens = TestDevice.tokens(sequence);
                JsonNode entropies = sequence.get("entropies");
                List<Integer> greedy = new ArrayList<>();
                try (Continuation continuation = model.begin(tokens, new Sampling(0, 0, 1))) {
                    while (!continuation.prefill()) {}
                    Lane lane = continuation.start();
                    for (int i = 0; i < 16; i++) {
                        Drawn drawn = model.step(List.of(new Draw(lane, 0.5))).get(0);
                        if (i == 0) {
                            assertThat(drawn.entropy())
                                    .isCloseTo(
                                            entropies.get(tokens.length - 1).asDouble(),
                                            org.assertj.core.data.Offset.offset(1e-4));
                        }
                        greedy.add(drawn.token());
                        lane.append(drawn.token());
                    }
                }
                assertThat(greedy)
                        .containsExactlyElementsOf(Arrays.stream(TestDevice.ints(sequence.get("greedy")))
                                .boxed()
                                .toList());
            }
        }
    }

    /** These models are driven by ids. */
    static final class NoTokenizer implements Tokenizer {
        @Override
        public int[] encode(List<io.github.cards4j.model.Piece> pieces) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String decode(int[] tokens) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int size() {
            return 0;
        }
    }

    /** A head's numbers are not rounded to the computing type: here they differ by less than that can tell. */
    @Test
    void aScoreHeadKeepsItsNumbersInANarrowType(@TempDir Path temp) throws IOException {
        Path coarse = Golden.copy("reward", temp.resolve("coarse"));
        Path fine = Golden.copy("reward", temp.resolve("fine"));
        changeHead(coarse, GoldenModelsTest::toBfloat16);
        changeHead(fine, w -> toBfloat16(w) * (1 + 0x1p-10f));
        int[] tokens =
                TestDevice.tokens(TestDevice.expected("reward").get("sequences").get(0));
        float[] found = scores(coarse, tokens);
        float[] finer = scores(fine, tokens);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) finer[i]).isCloseTo(found[i] * (1 + 0x1p-10), Percentage.withPercentage(0.001));
        }
    }

    private static float toBfloat16(float w) {
        return Float.intBitsToFloat(Float.floatToIntBits(w) & 0xffff0000);
    }

    private static void changeHead(Path folder, UnaryOperator<Float> change) throws IOException {
        Path file = folder.resolve("model.safetensors");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) bytes.getLong(0);
        JsonNode offsets = new ObjectMapper()
                .readTree(bytes.array(), 8, header)
                .path("score.weight")
                .path("data_offsets");
        for (int at = 8 + header + offsets.get(0).asInt();
                at < 8 + header + offsets.get(1).asInt();
                at += 4) {
            bytes.putFloat(at, change.apply(bytes.getFloat(at)));
        }
        Files.write(file, bytes.array());
    }

    private static float[] scores(Path folder, int... tokens) {
        try (Transformer transformer = TestDevice.transformer(folder, DtypeNumber.BFLOAT16);
                KeyValueCache cache = transformer.newCache(tokens.length)) {
            Pass pass = new Pass();
            pass.on(cache);
            for (int token : tokens) {
                pass.addToPrefix(token);
                pass.want();
            }
            return transformer.scores(pass);
        }
    }
}
