package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {

    private static final int INPUTS = 100;
    private static final int OUTPUTS = 12_345;

    /** The oracle is what the CPU says of itself; where it says nothing, float32 is all that must work. */
    @Test
    void bfloat16PaysOnCpusThatComputeInIt() throws IOException {
        assertThat(Packing.works(TestDevice.PROGRAM, DtypeNumber.FLOAT32)).isTrue();
        Set<String> flags = flags();
        if (flags.contains("avx2")) {
            assertThat(Packing.pays(TestDevice.PROGRAM, DtypeNumber.BFLOAT16))
                    .isEqualTo(flags.contains("avx512_bf16") || flags.contains("amx_bf16"));
        }
    }

    /** A matrix of several pieces, the last one shorter; the oracle is the same numbers' product in float32. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void widenedProductsAreThoseOfFloat32(int rows) {
        try (Arena call = TestDevice.PROGRAM.arena()) {
            IValue x = sample(call, rows);
            IValue w = sample(call, OUTPUTS);
            float[] found = call.toFloats(wide(call, product(call, x, w, Products.WIDENED), rows, OUTPUTS));
            float[] expected = call.toFloats(
                    product(call, wide(call, x, rows, INPUTS), wide(call, w, OUTPUTS, INPUTS), Products.PLAIN));
            assertThat(found).hasSameSizeAs(expected);
            assertThat(TestDevice.distance(found, expected)).isLessThan(4e-3);
        }
    }

    /** As on macOS, whose library knows no operator that packs. */
    @Test
    void whereNothingCanBePackedTheProgramRunsAllTheSame() {
        assertThat(Program.withoutPacking()).doesNotContain("mkldnn");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
                Program program = Program.loadWithoutPacking((PtNDManager) manager)) {
            assertThat(Packing.products(program, DtypeNumber.FLOAT32)).isEqualTo(Products.PLAIN);
            assertThat(Packing.products(program, DtypeNumber.BFLOAT16)).isEqualTo(Products.WIDENED);
            Checkpoint checkpoint = Checkpoint.open(TestDevice.golden("tied"));
            TorchSettings settings = new TorchSettings("cpu", DtypeNumber.FLOAT32, Products.PLAIN);
            int[] tokens = {1, 2, 3};
            try (Transformer here = Transformer.load(program, checkpoint, settings, Progress.NONE);
                    Transformer there = TestDevice.transformer("tied", settings)) {
                assertThat(TestDevice.logits(here, tokens)).containsExactly(TestDevice.logits(there, tokens));
            }
        }
    }

    private static IValue sample(Arena call, int rows) {
        return call.keep(TestDevice.PROGRAM.call(
                "sample_matrix", call.of(rows), call.of(INPUTS), call.of(DtypeNumber.BFLOAT16)));
    }

    private static IValue product(Arena call, IValue x, IValue w, Products how) {
        return call.keep(TestDevice.PROGRAM.call("product", x, w, call.of(how.number())));
    }

    /** The same numbers in float32. */
    private static IValue wide(Arena call, IValue matrix, int rows, int columns) {
        IValue flat = call.keep(TestDevice.PROGRAM.call("vector", matrix, call.of(0.)));
        return call.keep(TestDevice.PROGRAM.call(
                "weight",
                call.tensors(List.of(flat)),
                call.list(0L),
                call.list(0L),
                call.list((long) rows),
                call.of(columns),
                call.of(DtypeNumber.FLOAT32),
                call.of("cpu")));
    }

    /** Features of the first processor on Linux; empty elsewhere. */
    private static Set<String> flags() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) {
            return Set.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .limit(1)
                    .flatMap(line -> Arrays.stream(line.split("\\s+")))
                    .collect(Collectors.toSet());
        }
    }
}
