package io.github.cards4j.torch.internal;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The program on this machine's CPU, and the golden models to run on it. */
final class TestDevice {

    static final Program PROGRAM = program();

    private TestDevice() {}

    private static Program program() {
        Natives.load(false);
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Natives.settle(0);
        return Program.load((PtNDManager) manager);
    }

    /** All ways in which this CPU can compute products of a type. */
    static List<Products> ways(long dtype) {
        List<Products> ways = new ArrayList<>(List.of(Products.PLAIN));
        if (Packing.works(PROGRAM, dtype)) {
            ways.add(Products.PACKED);
        }
        if (dtype != DtypeNumber.FLOAT32) {
            ways.add(Products.WIDENED);
        }
        return ways;
    }

    static TorchSettings settings(long dtype) {
        return new TorchSettings("cpu", dtype, Packing.products(PROGRAM, dtype));
    }

    static Path golden(String name) {
        try {
            return Path.of(Objects.requireNonNull(TestDevice.class.getResource(
                                    "/io/github/cards4j/golden/" + name + "/expected.json"))
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The golden models of all families: every folder there is. */
    static List<String> families() throws IOException {
        try (Stream<Path> folders = Files.list(golden("tied").getParent())) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.startsWith("family-"))
                    .sorted()
                    .toList();
        }
    }

    static Transformer transformer(String name, long dtype) {
        return transformer(name, settings(dtype));
    }

    static Transformer transformer(String name, TorchSettings settings) {
        return Transformer.load(PROGRAM, Checkpoint.open(golden(name)), settings, Progress.NONE);
    }

    static Transformer transformer(Path folder, long dtype) {
        return Transformer.load(PROGRAM, Checkpoint.open(folder), settings(dtype), Progress.NONE);
    }

    static JsonNode expected(String name) {
        try {
            return new ObjectMapper()
                    .readTree(golden(name).resolve("expected.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int[] tokens(JsonNode sequence) {
        return ints(sequence.get("tokens"));
    }

    static int[] ints(JsonNode array) {
        int[] ints = new int[array.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = array.get(i).asInt();
        }
        return ints;
    }

    static float[] floats(String name, JsonNode matrix) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(
                            golden(name).resolve(matrix.get("file").asText())))
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] floats = new float[bytes.remaining() / 4];
            bytes.asFloatBuffer().get(floats);
            return floats;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Logits at every position of a text that is read whole, as a prefix, in one pass. */
    static float[] logits(Transformer transformer, int... tokens) {
        try (KeyValueCache cache = transformer.newCache(tokens.length)) {
            Pass pass = new Pass();
            pass.on(cache);
            for (int token : tokens) {
                pass.addToPrefix(token);
                pass.want();
            }
            return logits(transformer, pass);
        }
    }

    static float[] logits(Transformer transformer, Pass pass) {
        try (Arena call = transformer.arena()) {
            return call.toFloats(call.keep(transformer.logits(call, pass)));
        }
    }

    /** Largest difference, relative to the largest number expected. */
    static double error(float[] found, float[] expected) {
        if (found.length != expected.length) {
            throw new AssertionError(found.length + " numbers instead of " + expected.length);
        }
        double worst = 0;
        double scale = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(found[i] - expected[i]);
            worst = difference >= worst ? difference : Double.isNaN(difference) ? Double.NaN : worst;
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return worst / scale;
    }

    /** Length of the difference, relative to the length of what is expected: single numbers of half types scatter. */
    static double distance(float[] found, float[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) found[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }
}
