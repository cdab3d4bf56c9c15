package io.github.cards4j.checkpoint;

import io.github.cards4j.checkpoint.internal.ConfigReader;
import io.github.cards4j.checkpoint.internal.ContentKey;
import io.github.cards4j.checkpoint.internal.Weights;
import io.github.cards4j.checkpoint.internal.hub.HubCache;
import io.github.cards4j.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model folder in the Hugging Face layout, checked: {@code config.json} and {@code model.safetensors}, or shards with
 * {@code model.safetensors.index.json}. Of the weights only the headers are read. Immutable; the files must not change
 * while it is in use.
 */
public final class Checkpoint {

    private final Path folder;
    private final ModelConfig config;
    private final Weights weights;

    private Checkpoint(Path folder, ModelConfig config, Weights weights) {
        this.folder = folder;
        this.config = config;
        this.weights = weights;
    }

    /**
     * Opens and checks a folder.
     *
     * @throws ModelException if something is missing, malformed, cut off or not supported; the message names the file and
     *     the field or tensor, and says what to do
     */
    public static Checkpoint open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException("No model folder at " + folder.toAbsolutePath() + ". Give the folder that holds"
                    + " config.json, tokenizer.json and model.safetensors.");
        }
        return new Checkpoint(folder, ConfigReader.read(folder), Weights.read(folder));
    }

    /** The folder that was opened. */
    public Path folder() {
        return folder;
    }

    /** Name of the model, for people: {@code owner/name} in the cache of a hub, elsewhere the folder's. */
    public String name() {
        return name(folder);
    }

    static String name(Path folder) {
        String ofHub = HubCache.modelName(folder);
        if (ofHub != null) {
            return ofHub;
        }
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }

    public ModelConfig config() {
        return config;
    }

    /**
     * The place of a reward model's output among its labels, counted from 0.
     *
     * @param label its name; null if the model has but one
     * @throws ModelException if there is no such label, or none is given and there are several; the message lists them
     */
    public int label(@Nullable String label) {
        List<String> labels = config.labels();
        int place = label == null && labels.size() == 1 ? 0 : label == null ? -1 : labels.indexOf(label);
        if (place < 0) {
            throw new ModelException("The reward model " + folder + " has "
                    + (labels.size() == 1 ? "one output" : labels.size() + " outputs") + ": "
                    + String.join(", ", labels) + ". "
                    + (label == null
                            ? "Set rewardLabel (cards.reward.label) to the one that is the reward."
                            : "None has the label '" + label + "': name one of these, or leave rewardLabel"
                                    + " (cards.reward.label) unset where there is only one."));
        }
        return place;
    }

    /** All tensors, in the order of their names. */
    public Collection<TensorInfo> tensors() {
        return Collections.unmodifiableCollection(weights.tensors().values());
    }

    /** Whether there is a tensor of this name. */
    public boolean has(String name) {
        return weights.tensors().containsKey(name);
    }

    /**
     * A tensor that must be there.
     *
     * @param name its name
     * @param shape its shape, outermost dimension first
     * @throws ModelException if it is missing, has another shape, or a type that cannot be computed with
     */
    public TensorInfo tensor(String name, long... shape) {
        TensorInfo tensor = weights.tensors().get(name);
        if (tensor == null) {
            throw new ModelException("Missing tensor '" + name + "' in the weights of " + folder + ", as "
                    + config.architecture() + " needs it. Are config.json and the weights of the same model?");
        }
        List<Long> expected = Arrays.stream(shape).boxed().toList();
        if (!tensor.shape().equals(expected)) {
            throw new ModelException("Tensor '" + name + "' in " + tensor.file() + " has shape " + tensor.shape()
                    + ", but config.json asks for " + expected + ". Are they of the same model?");
        }
        if (!tensor.dtype().supported()) {
            throw new ModelException("Unsupported dtype " + tensor.dtype() + " of tensor '" + name + "' in "
                    + tensor.file() + ". Use the model with F32, F16 or BF16 weights.");
        }
        return tensor;
    }

    /**
     * A key that changes when the model does: 32 hexadecimal digits out of SHA-256 over configuration, tokenizer, the
     * headers of the weights, and a block of every tensor. Reads some hundred kilobytes.
     *
     * @throws ModelException if a file cannot be read
     */
    public String contentKey() {
        return ContentKey.of(folder, weights);
    }
}
