package io.github.cards4j.checkpoint;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a tensor lies.
 *
 * @param name its name in the checkpoint
 * @param dtype type of its elements
 * @param shape its dimensions, outermost first; empty for a single number
 * @param file the safetensors file that holds it
 * @param begin offset of its first byte, counted from the start of the file
 * @param end offset after its last byte; at most the size of the file
 */
public record TensorInfo(String name, Dtype dtype, List<Long> shape, Path file, long begin, long end) {

    public TensorInfo {
        shape = List.copyOf(shape);
    }
}
