package io.github.cards4j.checkpoint.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.checkpoint.TensorInfo;
import io.github.cards4j.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All weights of a model folder: one file, or shards with an index.
 *
 * @param files the safetensors files, in the order of their names
 * @param tensors by name, in that order
 */
public record Weights(List<SafetensorsFile> files, Map<String, TensorInfo> tensors) {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    public static Weights read(Path folder) {
        if (Files.exists(folder.resolve(SINGLE))) {
            SafetensorsFile file = SafetensorsFile.read(folder.resolve(SINGLE));
            return new Weights(List.of(file), new TreeMap<>(file.tensors()));
        }
        if (Files.exists(folder.resolve(INDEX))) {
            return sharded(folder);
        }
        throw new ModelException("No weights in " + folder.toAbsolutePath() + ": neither " + SINGLE + " nor " + INDEX
                + (hasPickledWeights(folder)
                        ? ". Convert its pytorch_model.bin with save_pretrained(folder, safe_serialization=True)."
                        : ". Copy or download the model again."));
    }

    private static boolean hasPickledWeights(Path folder) {
        return Files.exists(folder.resolve("pytorch_model.bin"))
                || Files.exists(folder.resolve("pytorch_model.bin.index.json"));
    }

    private static Weights sharded(Path folder) {
        JsonObject index = JsonObject.read(folder.resolve(INDEX));
        JsonObject map = index.child("weight_map");
        if (map == null || map.node().isEmpty()) {
            throw index.wrong("weight_map", map == null ? "missing" : "empty", "an object: tensor name to file name");
        }
        Map<String, SafetensorsFile> shards = new TreeMap<>();
        Map<String, TensorInfo> tensors = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : map.node().properties()) {
            String name = fileName(map, entry.getKey(), entry.getValue());
            SafetensorsFile shard = shards.get(name);
            if (shard == null) {
                shard = shard(folder, map, entry.getKey(), name);
                shards.put(name, shard);
            }
            TensorInfo tensor = shard.tensors().get(entry.getKey());
            if (tensor == null) {
                throw new ModelException("Tensor '" + entry.getKey() + "' is not in " + shard.file() + ", where "
                        + map.file() + " says it is. Copy or download both again.");
            }
            tensors.put(entry.getKey(), tensor);
        }
        return new Weights(new ArrayList<>(shards.values()), tensors);
    }

    private static SafetensorsFile shard(Path folder, JsonObject map, String tensor, String shard) {
        Path file = folder.resolve(shard);
        if (!Files.exists(file)) {
            throw new ModelException("Missing file " + file + ", where " + map.file() + " says that tensor '" + tensor
                    + "' is. Copy or download it again.");
        }
        return SafetensorsFile.read(file);
    }

    /** A plain file name: an index must not lead out of its folder. */
    private static String fileName(JsonObject map, String tensor, JsonNode value) {
        String name = value.isTextual() ? value.textValue() : "";
        if (name.isEmpty() || name.matches(".*[/\\\\\0:].*") || name.startsWith(".")) {
            throw map.wrong(tensor, value, "the plain name of a file in the same folder");
        }
        return name;
    }
}
