package io.github.cards4j.checkpoint.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.checkpoint.Dtype;
import io.github.cards4j.checkpoint.TensorInfo;
import io.github.cards4j.model.ModelException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file, checked as the format demands: tensors lie one behind the other, without gap or
 * overlap, to the end of the file. Only then may the file be mapped: a mapped file that is too short ends the process.
 *
 * @param file the file
 * @param size its size in bytes
 * @param header the header's bytes, without its length
 * @param tensors by name, in the order in which they lie in the file
 */
public record SafetensorsFile(Path file, long size, byte[] header, Map<String, TensorInfo> tensors) {

    /** The limit that the format's own library has. */
    private static final long MAX_HEADER = 100_000_000;

    private static final int LENGTH_BYTES = 8;
    private static final String AGAIN = " Copy or download the file again.";

    public static SafetensorsFile read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            byte[] header = header(file, channel, size);
            JsonObject json = JsonObject.parse(file, header, "The header of " + file);
            List<TensorInfo> tensors = new ArrayList<>();
            for (Map.Entry<String, JsonNode> entry : json.node().properties()) {
                if (!entry.getKey().equals("__metadata__")) {
                    tensors.add(tensor(file, entry.getKey(), entry.getValue(), LENGTH_BYTES + header.length));
                }
            }
            tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
            checkCoverage(file, tensors, LENGTH_BYTES + header.length, size);
            Map<String, TensorInfo> byName = new LinkedHashMap<>();
            tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
            return new SafetensorsFile(file, size, header, Collections.unmodifiableMap(byName));
        } catch (NoSuchFileException e) {
            throw new ModelException("Missing file " + file + "." + AGAIN, e);
        } catch (IOException e) {
            throw new ModelException("Cannot read " + file + ": " + JsonObject.reason(e) + ".", e);
        }
    }

    private static byte[] header(Path file, FileChannel channel, long size) throws IOException {
        if (size < LENGTH_BYTES) {
            throw new ModelException(file + " is cut off: " + size + " bytes are no safetensors file." + AGAIN);
        }
        ByteBuffer start = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, start, 0);
        if (new String(start.array(), StandardCharsets.US_ASCII).equals("version ")) {
            throw new ModelException(
                    file + " is a Git LFS pointer, not the weights. Run 'git lfs pull' in its folder.");
        }
        long length = start.getLong(0);
        if (length < 2 || length > MAX_HEADER) {
            throw new ModelException(file + " is not a safetensors file: its header would be of "
                    + Long.toUnsignedString(length) + " bytes." + AGAIN);
        }
        if (LENGTH_BYTES + length > size) {
            throw new ModelException(file + " is cut off: its header ends at byte " + (LENGTH_BYTES + length)
                    + ", the file has " + size + "." + AGAIN);
        }
        ByteBuffer header = ByteBuffer.allocate((int) length);
        readFully(channel, header, LENGTH_BYTES);
        return header.array();
    }

    private static TensorInfo tensor(Path file, String name, JsonNode entry, long dataStart) {
        String what = "tensor '" + name + "' in " + file;
        JsonNode dtypeName = entry.path("dtype");
        JsonNode shapeNode = entry.path("shape");
        JsonNode offsets = entry.path("data_offsets");
        if (!dtypeName.isTextual() || !shapeNode.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw new ModelException(
                    "Malformed entry of " + what + ": it needs dtype, shape and two data_offsets." + AGAIN);
        }
        Dtype dtype = dtype(dtypeName.textValue(), what);
        List<Long> shape = new ArrayList<>();
        shapeNode.forEach(dimension -> shape.add(natural(dimension, "shape", what)));
        long begin = natural(offsets.get(0), "data_offsets", what);
        long end = natural(offsets.get(1), "data_offsets", what);
        try {
            long bytes = dtype.bytes();
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
            if (end - begin != bytes) {
                throw new ModelException("Bytes " + begin + " to " + end + " of " + what + " do not fit: " + dtype
                        + " of shape " + shape + " takes " + bytes + " bytes." + AGAIN);
            }
            return new TensorInfo(
                    name, dtype, shape, file, Math.addExact(dataStart, begin), Math.addExact(dataStart, end));
        } catch (ArithmeticException e) {
            throw new ModelException("Shape " + shape + " of " + what + " is too large." + AGAIN, e);
        }
    }

    private static Dtype dtype(String name, String what) {
        for (Dtype dtype : Dtype.values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        throw new ModelException(
                "Unsupported dtype " + name + " of " + what + ". Use the model with F32, F16 or BF16 weights.");
    }

    private static long natural(JsonNode number, String field, String what) {
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
            throw new ModelException(
                    "Malformed " + field + " of " + what + ": " + number + " is not a whole number from 0 on." + AGAIN);
        }
        return number.longValue();
    }

    private static void checkCoverage(Path file, List<TensorInfo> tensors, long dataStart, long size) {
        long at = dataStart;
        for (TensorInfo tensor : tensors) {
            if (tensor.end() > size) {
                throw new ModelException(file + " is cut off: tensor '" + tensor.name() + "' ends at byte "
                        + tensor.end() + ", the file has " + size + "." + AGAIN);
            }
            if (tensor.begin() != at) {
                throw new ModelException("Tensor '" + tensor.name() + "' in " + file + " begins at byte "
                        + tensor.begin() + (tensor.begin() < at ? ", inside another tensor" : ", after a gap")
                        + ": the one before ends at " + at + "." + AGAIN);
            }
            at = tensor.end();
        }
        if (at != size) {
            throw new ModelException(file + " has " + size + " bytes, but its tensors end at byte " + at + "." + AGAIN);
        }
    }

    static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        while (into.hasRemaining()) {
            int read = channel.read(into, position + into.position());
            if (read < 0) {
                throw new EOFException("the file ends at byte " + (position + into.position()));
            }
        }
    }
}
