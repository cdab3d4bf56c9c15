package io.github.cards4j.torch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.checkpoint.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decoder's tensors are found under every prefix that published checkpoints have. */
class TensorNamesTest {

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"", "language_model.model.", "model.language_model.", "language_model."})
    void prefixes(String prefix) throws IOException {
        Path folder = Golden.copy("linear-rope", temp.resolve("renamed"));
        Path file = folder.resolve("model.safetensors");
        Files.write(file, renamed(Files.readAllBytes(file), prefix));
        JsonNode sequence = TestDevice.expected("linear-rope").get("sequences").get(1);
        try (Transformer transformer = Transformer.load(
                TestDevice.PROGRAM,
                Checkpoint.open(folder),
                new TorchSettings("cpu", DtypeNumber.FLOAT32, Products.PLAIN),
                Progress.NONE)) {
            float[] found = TestDevice.logits(transformer, TestDevice.tokens(sequence));
            assertThat(TestDevice.error(found, TestDevice.floats("linear-rope", sequence.get("logits"))))
                    .isLessThan(1e-4);
        }
    }

    /** Offsets count from the header's end: it may grow. */
    private static byte[] renamed(byte[] file, String prefix) {
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String header = new String(file, 8, length, StandardCharsets.UTF_8).strip();
        header = header.replace("\"model.", '"' + prefix);
        header += " ".repeat((8 - header.length() % 8) % 8);
        byte[] data = Arrays.copyOfRange(file, 8 + length, file.length);
        return ByteBuffer.allocate(8 + header.length() + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length())
                .put(header.getBytes(StandardCharsets.UTF_8))
                .put(data)
                .array();
    }
}
