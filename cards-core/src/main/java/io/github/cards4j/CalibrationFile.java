package io.github.cards4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A calibration on disk: JSON, written whole or not at all. */
public final class CalibrationFile {

    /** The file that is looked for in a reward model's folder. */
    public static final String NAME = "calibration.json";

    private static final String FORMAT = "cards4j-calibration";
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private CalibrationFile() {}

    /**
     * @throws ModelException if the file cannot be read, is malformed, or of a newer version; names file and field
     */
    public static Calibration read(Path file) {
        JsonNode json;
        try {
            json = JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new ModelException("calibration file " + file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (NoSuchFileException e) {
            throw new ModelException("calibration file " + file + " does not exist", e);
        } catch (IOException e) {
            throw new ModelException("calibration file " + file + " cannot be read: " + e, e);
        }
        Fields fields = new Fields(file, json);
        if (!FORMAT.equals(json.path("format").asText())) {
            throw fields.wrong("format", "\"" + FORMAT + "\"");
        }
        if (json.path("version").asInt() != VERSION) {
            throw fields.wrong("version", VERSION + ", the only one that this library knows");
        }
        List<Double> rewards = fields.numbers("rewards");
        int answers = fields.positive("answers");
        if (answers != rewards.size()) {
            throw fields.wrong("answers", "the number of rewards, " + rewards.size());
        }
        double uncertaintyThreshold = fields.number("uncertaintyThreshold");
        if (uncertaintyThreshold < 0) {
            throw fields.wrong("uncertaintyThreshold", "0 or more");
        }
        return new Calibration(
                fields.text("llm"),
                fields.text("reward"),
                fields.text("convention"),
                fields.text("sampling"),
                answers,
                rewards,
                fields.positive("medianTokens"),
                fields.quantiles("entropyQuantiles"),
                uncertaintyThreshold,
                fields.number("meanSegmentTokens"));
    }

    /**
     * Writes it whole or not at all: a reader sees the old file or the new one.
     *
     * @throws ModelException if it cannot be written
     */
    public static void write(Path file, Calibration calibration) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT).put("version", VERSION);
        json.put("llm", calibration.llm()).put("reward", calibration.reward());
        json.put("convention", calibration.convention()).put("sampling", calibration.sampling());
        json.put("answers", calibration.answers());
        ArrayNode rewards = json.putArray("rewards");
        calibration.rewards().forEach(rewards::add);
        json.put("medianTokens", calibration.medianTokens());
        ObjectNode quantiles = json.putObject("entropyQuantiles");
        new TreeMap<>(calibration.entropyQuantiles())
                .forEach((quantile, entropy) -> quantiles.put(quantile.toString(), entropy));
        json.put("uncertaintyThreshold", calibration.uncertaintyThreshold());
        json.put("meanSegmentTokens", calibration.meanSegmentTokens());
        Path target = file.toAbsolutePath();
        Path partial = null;
        try {
            Files.createDirectories(target.getParent());
            partial = Files.createTempFile(
                    target.getParent(), target.getFileName().toString(), ".partial");
            Files.write(partial, JSON.writeValueAsBytes(json));
            move(partial, target);
        } catch (IOException e) {
            throw new ModelException("calibration file " + file + " cannot be written: " + e, e);
        } finally {
            deleteQuietly(partial);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(@Nullable Path partial) {
        try {
            if (partial != null) {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            partial.toFile().deleteOnExit();
        }
    }

    /** Why a calibration is not this pair's; empty if it is. */
    static String difference(Calibration calibration, String llm, String reward, String convention) {
        if (!calibration.llm().equals(llm)) {
            return "llm is " + calibration.llm() + ", but the language model loaded is " + llm;
        }
        if (!calibration.reward().equals(reward)) {
            return "reward is " + calibration.reward() + ", but the reward model loaded is " + reward;
        }
        if (!calibration.convention().equals(convention)) {
            return "convention is " + calibration.convention() + ", but the one in use is " + convention;
        }
        return "";
    }

    /** Reads fields, and says which one is wrong. */
    private record Fields(Path file, JsonNode json) {

        String text(String name) {
            JsonNode value = json.path(name);
            if (!value.isTextual()) {
                throw wrong(name, "a text");
            }
            return value.asText();
        }

        double number(String name) {
            return finite(name, json.path(name));
        }

        int positive(String name) {
            JsonNode value = json.path(name);
            if (!value.canConvertToExactIntegral() || !value.canConvertToInt() || value.asInt() < 1) {
                throw wrong(name, "a whole number above 0");
            }
            return value.asInt();
        }

        List<Double> numbers(String name) {
            JsonNode array = json.path(name);
            if (!array.isArray() || array.isEmpty()) {
                throw wrong(name, "a list of numbers");
            }
            List<Double> numbers = new ArrayList<>();
            array.forEach(value -> numbers.add(finite(name, value)));
            for (int i = 1; i < numbers.size(); i++) {
                if (numbers.get(i) < numbers.get(i - 1)) {
                    throw wrong(name, "ascending");
                }
            }
            return List.copyOf(numbers);
        }

        Map<Double, Double> quantiles(String name) {
            JsonNode object = json.path(name);
            if (!object.isObject()) {
                throw wrong(name, "an object of quantile to entropy");
            }
            Map<Double, Double> quantiles = new TreeMap<>();
            object.properties().forEach(entry -> {
                try {
                    quantiles.put(Double.valueOf(entry.getKey()), finite(name, entry.getValue()));
                } catch (NumberFormatException e) {
                    throw wrong(name, "an object of quantile to entropy");
                }
            });
            return quantiles;
        }

        private double finite(String name, JsonNode value) {
            if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
                throw wrong(name, "finite numbers");
            }
            return value.asDouble();
        }

        ModelException wrong(String name, String wanted) {
            JsonNode value = json.path(name);
            String found = value.isMissingNode() ? "missing" : value.toString();
            return new ModelException("calibration file " + file + ": " + name + " must be " + wanted + ", but is "
                    + (found.length() > 80 ? found.substring(0, 80) + "…" : found)
                    + "; calibrate the pair again to write it anew");
        }
    }
}
