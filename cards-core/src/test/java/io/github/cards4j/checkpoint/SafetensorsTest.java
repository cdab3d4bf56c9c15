package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.internal.Weights;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every error that a weights file or an index can have: found before anything is mapped, and named. */
class SafetensorsTest {

    private static final String GOOD = entry("a", "F32", "[2,3]", 0, 24) + "," + entry("b", "BF16", "[]", 24, 26);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("model.safetensors");
    }

    @Test
    void readsWhereTensorsLie() throws IOException {
        write(GOOD + ",\"__metadata__\":{\"format\":\"pt\"}," + entry("none", "I64", "[0,7]", 26, 26), 26);
        Weights weights = Weights.read(folder);
        TensorInfo a = weights.tensors().get("a");
        TensorInfo b = weights.tensors().get("b");
        assertThat(a.shape()).containsExactly(2L, 3L);
        assertThat(a.end() - a.begin()).isEqualTo(24);
        assertThat(a.end()).isEqualTo(b.begin());
        assertThat(b.end()).isEqualTo(Files.size(file));
        assertThat(b.dtype()).isEqualTo(Dtype.BF16);
        assertThat(weights.tensors()).containsOnlyKeys("a", "b", "none");
    }

    @Test
    void readsPastFourGigabytes() throws IOException {
        long bytes = 5L << 30;
        // A sparse file: it takes no room.
        write(
                entry("big", "F32", "[" + bytes / 4 + "]", 0, bytes) + "," + entry("z", "F32", "[1]", bytes, bytes + 4),
                0);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(sparse.length() + bytes + 4);
        }
        TensorInfo last = Weights.read(folder).tensors().get("z");
        assertThat(last.begin()).isGreaterThan(bytes);
        assertThat(last.end()).isEqualTo(Files.size(file));
    }

    @Test
    void noWeights() throws IOException {
        refused("neither model.safetensors nor model.safetensors.index.json", folder.toString());
        Files.createFile(folder.resolve("pytorch_model.bin"));
        refused("pytorch_model.bin", "safe_serialization");
    }

    @Test
    void cutOff() throws IOException {
        write(GOOD, 26);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 7, 8, 20, whole.length - 26, whole.length - 3, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            refused(file.toString(), "is cut off");
        }
    }

    @Test
    void headerThatIsNone() throws IOException {
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\n");
        refused(file.toString(), "git lfs pull");
        Files.write(file, new byte[64]);
        refused(file.toString(), "0 bytes");
        Files.write(
                file,
                ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(-1)
                        .array());
        refused(file.toString(), "18446744073709551615");
        Files.write(
                file,
                ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(100_000_001)
                        .array());
        refused(file.toString(), "100000001");
        writeRaw("[1,2]", 0);
        refused(file.toString(), "not a JSON object");
        writeRaw("{\"a\":", 0);
        refused(file.toString(), "not valid JSON");
    }

    @Test
    void namesThatStandTwice() throws IOException {
        write(entry("a", "F32", "[1]", 0, 4) + "," + entry("a", "F32", "[1]", 4, 8), 8);
        refused("'a'", "Duplicate", file.toString());
    }

    @Test
    void malformedEntries() throws IOException {
        write("\"a\":{\"dtype\":\"F32\",\"shape\":[1]}", 4);
        refused("'a'", "data_offsets");
        write("\"a\":7", 4);
        refused("'a'", "dtype");
        write(entry("a", "F32", "[-1]", 0, 4), 4);
        refused("'a'", "shape", "-1");
        write(entry("a", "F32", "[1.5]", 0, 4), 4);
        refused("'a'", "shape", "1.5");
        write(entry("a", "F32", "[1]", -4, 0), 4);
        refused("'a'", "data_offsets", "-4");
        write(entry("a", "F32", "[4611686018427387904,4]", 0, 4), 4);
        refused("'a'", "too large");
    }

    @Test
    void typesThatAreUnknownOrNotForWeights() throws IOException {
        write(entry("a", "Q4_K", "[8]", 0, 4), 4);
        refused("'a'", "Q4_K", file.toString());
        Files.copy(Golden.folder("tied").resolve("config.json"), folder.resolve("config.json"));
        write(entry("a", "I64", "[1]", 0, 8), 8);
        Checkpoint checkpoint = Checkpoint.open(folder);
        assertThatThrownBy(() -> checkpoint.tensor("a", 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("Unsupported dtype I64", "'a'", file.toString());
    }

    @Test
    void sizesThatDoNotFit() throws IOException {
        write(entry("a", "F32", "[2,3]", 0, 23), 23);
        refused("'a'", "[2, 3]", "24 bytes");
        write(entry("a", "F32", "[2,3]", 24, 0), 24);
        refused("'a'", "24 bytes");
    }

    @Test
    void gapsOverlapsAndLeftovers() throws IOException {
        write(entry("a", "F32", "[1]", 0, 4) + "," + entry("b", "F32", "[1]", 8, 12), 12);
        refused("'b'", "after a gap");
        write(entry("a", "F32", "[1]", 4, 8), 8);
        refused("'a'", "after a gap");
        write(entry("a", "F32", "[2]", 0, 8) + "," + entry("b", "F32", "[1]", 4, 8), 8);
        refused("'b'", "inside another tensor");
        write(entry("a", "F32", "[1]", 0, 4), 5);
        refused(file.toString(), "its tensors end at byte");
    }

    @Test
    void indexThatDoesNotFit() throws IOException {
        Golden.copy("sharded", folder.resolve("m"));
        Path index = folder.resolve("m/model.safetensors.index.json");
        String good = Files.readString(index);

        Files.delete(folder.resolve("m/model-00002-of-00003.safetensors"));
        refusedIn("m", "Missing file", "model-00002-of-00003.safetensors", index.toString());

        Files.writeString(index, "{\"weight_map\":{\"ghost\":\"model-00001-of-00003.safetensors\"}}");
        refusedIn("m", "'ghost'", "model-00001-of-00003.safetensors", index.toString());

        for (String escape : new String[] {"../x.safetensors", "/etc/passwd", "a\\\\b", "..", "", "c:x"}) {
            Files.writeString(index, "{\"weight_map\":{\"t\":\"" + escape + "\"}}");
            refusedIn("m", "weight_map.t", escape, "plain name");
        }
        Files.writeString(index, "{\"weight_map\":{\"t\":3}}");
        refusedIn("m", "weight_map.t", "3");
        Files.writeString(index, "{\"weight_map\":{}}");
        refusedIn("m", "weight_map", "empty");
        Files.writeString(index, "{}");
        refusedIn("m", "weight_map", "missing");
        Files.writeString(index, good.substring(0, good.length() / 2));
        refusedIn("m", index.toString(), "not valid JSON");
    }

    private AbstractThrowableAssert<?, ?> refused(String... named) {
        return refusedIn("", named);
    }

    private AbstractThrowableAssert<?, ?> refusedIn(String below, String... named) {
        return assertThatThrownBy(() -> Weights.read(folder.resolve(below)))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(named);
    }

    private void write(String entries, int dataBytes) throws IOException {
        writeRaw("{" + entries + "}", dataBytes);
    }

    private void writeRaw(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer content = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, content.putLong(json.length).put(json).array());
    }

    private static String entry(String name, String dtype, String shape, long begin, long end) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + ","
                + end + "]}";
    }
}
