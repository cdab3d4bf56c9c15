package io.github.cards4j.checkpoint.internal.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import io.github.cards4j.checkpoint.internal.JsonObject;
import io.github.cards4j.checkpoint.internal.hub.HubClient.Listing;
import io.github.cards4j.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a model are wanted. Only names that stand here become paths, so that no name that a hub sends leads
 * anywhere else; pickled weights are never among them.
 */
record ModelFiles(HubId id, Listing listing) {

    static final String CONFIG = "config.json";
    static final String TOKENIZER = "tokenizer.json";
    static final String WEIGHTS = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private static final List<String> OPTIONAL = List.of(
            "generation_config.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "chat_template.jinja",
            "chat_template.json",
            "calibration.json");

    private static final Pattern NAMED_TEMPLATE =
            Pattern.compile("additional_chat_templates/[A-Za-z0-9_][A-Za-z0-9_.-]{0,100}\\.jinja");
    private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}\\.safetensors");

    /** What tells whether the model can be computed with, and where its weights are. */
    List<String> first() {
        return small().stream()
                .filter(name -> name.endsWith("config.json") && !name.startsWith("tokenizer") || name.equals(INDEX))
                .toList();
    }

    /** All but the weights; the index of the weights, if there is one. */
    List<String> small() {
        List<String> names = new ArrayList<>(List.of(CONFIG, TOKENIZER));
        for (String name : listing.names()) {
            if (OPTIONAL.contains(name) || NAMED_TEMPLATE.matcher(name).matches()) {
                names.add(name);
            }
        }
        if (sharded()) {
            names.add(INDEX);
        }
        return names;
    }

    boolean sharded() {
        return !has(WEIGHTS);
    }

    /** Of those that models may have, the ones that this one does not. */
    List<String> absent() {
        return OPTIONAL.stream()
                .filter(name -> !has(name) && !name.startsWith("cal"))
                .toList();
    }

    /** @param index the index of the weights, if they are sharded */
    List<String> weights(Path index) {
        return sharded() ? shards(index) : List.of(WEIGHTS);
    }

    private List<String> shards(Path index) {
        List<String> shards = shardsOf(index);
        for (String shard : shards) {
            if (!has(shard)) {
                throw new HubException(
                        Reason.UNSUITABLE,
                        INDEX + " of " + id + " names a file that the model does not have: " + shard
                                + ". Use another revision.");
            }
        }
        return shards;
    }

    /** @throws HubException if a name is not that of a file beside the index */
    private static List<String> shardsOf(Path index) {
        JsonObject map = JsonObject.read(index).child("weight_map");
        TreeSet<String> names = new TreeSet<>();
        if (map != null) {
            for (JsonNode shard : map.node()) {
                if (!SHARD.matcher(shard.asText("")).matches()) {
                    throw new HubException(
                            Reason.CORRUPT,
                            "Field weight_map in " + index + " names " + shard
                                    + ", which is not the plain name of a safetensors file. Use another revision.");
                }
                names.add(shard.asText(""));
            }
        }
        return List.copyOf(names);
    }

    /** @throws HubException if it has no files that can be read */
    void check() {
        if (!has(CONFIG)) {
            throw unsuitable(
                    "it has no " + CONFIG,
                    anyEndsWith(".gguf")
                            ? "GGUF files cannot be read; use the model that they were made from"
                            : has("adapter_config.json")
                                    ? "an adapter has to be merged into its base model and saved first"
                                    : "is it a language model?");
        }
        if (!has(WEIGHTS) && !has(INDEX)) {
            throw unsuitable(
                    "it has no " + WEIGHTS,
                    anyEndsWith(".bin") || anyEndsWith(".pt") || anyEndsWith(".pth")
                            ? "its weights are pickled (*.bin), and a pickle can run code when it is opened. Use a revision"
                                    + " with safetensors (often @refs/pr/1), or convert it with"
                                    + " save_pretrained(folder, safe_serialization=True) and give that folder"
                            : "use a model that has its weights as safetensors");
        }
        if (!has(TOKENIZER)) {
            throw unsuitable(
                    "it has no " + TOKENIZER,
                    "make one with AutoTokenizer.from_pretrained('" + id.name()
                            + "').save_pretrained(folder), and give a folder with it and the model");
        }
    }

    private HubException unsuitable(String why, String advice) {
        return new HubException(Reason.UNSUITABLE, "Model " + id + " cannot be used: " + why + "; " + advice + ".");
    }

    private boolean has(String name) {
        return listing.names().contains(name);
    }

    private boolean anyEndsWith(String suffix) {
        return listing.names().stream().anyMatch(name -> name.endsWith(suffix));
    }

    /** What a snapshot lacks to be loaded, as far as it tells by itself; null if nothing. */
    static @Nullable String missing(Path snapshot) {
        for (String name : List.of(CONFIG, TOKENIZER)) {
            if (!Files.isRegularFile(snapshot.resolve(name))) {
                return name;
            }
        }
        if (Files.isRegularFile(snapshot.resolve(WEIGHTS))) {
            return null;
        }
        if (!Files.isRegularFile(snapshot.resolve(INDEX))) {
            return WEIGHTS;
        }
        try {
            return shardsOf(snapshot.resolve(INDEX)).stream()
                    .filter(shard -> !Files.isRegularFile(snapshot.resolve(shard)))
                    .findFirst()
                    .orElse(null);
        } catch (ModelException e) {
            return "a readable " + INDEX;
        }
    }
}
