package io.github.cards4j.checkpoint.internal;

import io.github.cards4j.checkpoint.TensorInfo;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A key of a model's content: SHA-256 over the configuration, the tokenizer, the headers of the weights, and a block out
 * of the middle of every tensor. Cheap, since only some hundred blocks are read; training changes every tensor.
 */
public final class ContentKey {

    private static final List<String> FILES = List.of("config.json", "generation_config.json", "tokenizer.json");
    private static final int BLOCK = 1024;

    /** Characters of the key: 128 bits, enough to tell models apart. */
    private static final int LENGTH = 32;

    private ContentKey() {}

    public static String of(Path folder, Weights weights) {
        MessageDigest digest = sha256();
        try {
            for (String name : FILES) {
                Path file = folder.resolve(name);
                byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
                add(digest, name, content.length);
                digest.update(content);
            }
            for (SafetensorsFile file : weights.files()) {
                add(digest, String.valueOf(file.file().getFileName()), file.size());
                digest.update(file.header());
                addBlocks(digest, file);
            }
        } catch (IOException e) {
            throw new ModelException("Cannot read the model in " + folder + ": " + JsonObject.reason(e) + ".", e);
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static void addBlocks(MessageDigest digest, SafetensorsFile file) throws IOException {
        try (FileChannel channel = FileChannel.open(file.file(), StandardOpenOption.READ)) {
            for (TensorInfo tensor : file.tensors().values()) {
                long bytes = tensor.end() - tensor.begin();
                int length = (int) Math.min(bytes, BLOCK);
                ByteBuffer block = ByteBuffer.allocate(length);
                SafetensorsFile.readFully(channel, block, tensor.begin() + (bytes - length) / 2);
                digest.update(block.flip());
            }
        }
    }

    private static void add(MessageDigest digest, String name, long size) {
        digest.update((name + '\0' + size + '\0').getBytes(StandardCharsets.UTF_8));
    }
}
