package io.github.cards4j.torch.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Wraps TorchScript source in the archive format that libtorch loads: code and an empty object, no weights. */
public final class ScriptArchive {

    private ScriptArchive() {}

    /**
     * @param className the one class that the source defines
     * @param source in the form in which TorchScript serialises code
     */
    public static byte[] of(String className, String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "cards/data.pkl", emptyModule(className));
            put(zip, "cards/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            // a pickled empty tuple: the program has no constants
            put(zip, "cards/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(zip, "cards/version", "10\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The pickle (protocol 2) of an object of class {@code __torch__.NAME} whose only attribute is training = False. */
    private static byte[] emptyModule(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x80, 2});
        out.write(("c__torch__\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        out.write(new byte[] {'q', 0, ')', (byte) 0x81, '}', '('});
        byte[] key = "training".getBytes(StandardCharsets.UTF_8);
        out.write(new byte[] {'X', (byte) key.length, 0, 0, 0});
        out.write(key);
        out.write(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return out.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] data) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        CRC32 crc = new CRC32();
        crc.update(data);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }
}
