package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import io.github.cards4j.checkpoint.Dtype;
import io.github.cards4j.checkpoint.TensorInfo;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weights files, mapped by the program once for each element type: nothing passes through the Java heap. */
final class WeightFiles implements AutoCloseable {

    private record Key(Path file, Dtype dtype) {}

    private final Program program;
    private final Arena arena;
    private final List<IValue> mapped = new ArrayList<>();
    private final Map<Key, Integer> indices = new HashMap<>();
    private final List<Path> temporary = new ArrayList<>();

    WeightFiles(Program program) {
        this.program = program;
        this.arena = program.arena();
    }

    /** The tensors' rows, stacked: one matrix in the computing type on the device. The caller closes it. */
    IValue stacked(int columns, long dtype, String device, List<TensorInfo> tensors) {
        int n = tensors.size();
        long[] files = new long[n];
        long[] offsets = new long[n];
        long[] rows = new long[n];
        for (int i = 0; i < n; i++) {
            TensorInfo tensor = aligned(tensors.get(i));
            int bytes = tensor.dtype().bytes();
            files[i] = index(tensor);
            offsets[i] = tensor.begin() / bytes;
            rows[i] = (tensor.end() - tensor.begin()) / bytes / columns;
        }
        try (Arena call = program.arena()) {
            return program.call(
                    "weight",
                    call.tensors(mapped),
                    call.list(files),
                    call.list(offsets),
                    call.list(rows),
                    call.of(columns),
                    call.of(dtype),
                    call.of(device));
        }
    }

    /** Maps what these lie in, ahead of their use. */
    void map(Collection<TensorInfo> tensors) {
        tensors.stream()
                .filter(tensor -> tensor.dtype().supported() && isAligned(tensor))
                .forEach(this::index);
    }

    private int index(TensorInfo tensor) {
        return indices.computeIfAbsent(new Key(tensor.file(), tensor.dtype()), key -> {
            mapped.add(map(key.file(), key.dtype()));
            return mapped.size() - 1;
        });
    }

    private IValue map(Path file, Dtype dtype) {
        try (Arena call = program.arena()) {
            long elements = Files.size(file) / dtype.bytes();
            return arena.keep(program.call(
                    "map_file", call.of(file.toString()), call.of(elements), call.of(DtypeNumber.of(dtype))));
        } catch (IOException e) {
            throw new ModelException("cannot read " + file, e);
        }
    }

    /** A mapped element must begin at a multiple of its size. Writers keep to that by habit; where not, copy it. */
    private TensorInfo aligned(TensorInfo tensor) {
        if (isAligned(tensor)) {
            return tensor;
        }
        try {
            Path copy = Files.createTempFile("cards4j-aligned", ".bin");
            temporary.add(copy);
            long length = tensor.end() - tensor.begin();
            try (FileChannel in = FileChannel.open(tensor.file());
                    FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                for (long done = 0; done < length; ) {
                    done += in.transferTo(tensor.begin() + done, length - done, out);
                }
            }
            return new TensorInfo(tensor.name(), tensor.dtype(), tensor.shape(), copy, 0, length);
        } catch (IOException e) {
            throw new ModelException(
                    "cannot make an aligned copy of tensor " + tensor.name() + " of " + tensor.file()
                            + " in the temporary folder " + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    private static boolean isAligned(TensorInfo tensor) {
        return tensor.begin() % tensor.dtype().bytes() == 0;
    }

    @Override
    public void close() {
        arena.close();
        for (Path file : temporary) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
