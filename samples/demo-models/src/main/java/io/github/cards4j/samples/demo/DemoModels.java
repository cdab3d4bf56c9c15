package io.github.cards4j.samples.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.samples.demo.internal.ModelFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The demonstration models as folders in the Hugging Face layout: a small language model and a smaller reward model,
 * trained by the recipe beside this module on a shop's support chat. A demonstration and a test, no more.
 *
 * <p>Where the class path holds them as files, these files are used. From a jar they are unpacked once into a cache
 * folder: {@code -Dcards4j.demo.cache=DIR} if given, else {@code $XDG_CACHE_HOME/cards4j/demo-models}, else {@code
 * ~/.cache/cards4j/demo-models}; below it, one folder for each content.
 */
public final class DemoModels {

    private static final String ROOT = "io/github/cards4j/demo/";

    private DemoModels() {}

    /**
     * The language model's folder.
     *
     * @throws UncheckedIOException if it cannot be unpacked; the message names the folder and what to do
     */
    public static Path llm() {
        return llm((file, done, total) -> {});
    }

    /** The language model's folder; the listener hears of files being unpacked. */
    public static Path llm(UnpackListener listener) {
        return folder("llm", listener);
    }

    /**
     * The reward model's folder.
     *
     * @throws UncheckedIOException if it cannot be unpacked; the message names the folder and what to do
     */
    public static Path reward() {
        return reward((file, done, total) -> {});
    }

    /** The reward model's folder; the listener hears of files being unpacked. */
    public static Path reward(UnpackListener listener) {
        return folder("reward", listener);
    }

    /** Requests that share no combination of topic and facts with the training corpus. */
    public static List<String> heldOutPrompts() {
        return prompts("held-out.jsonl");
    }

    /** Requests as in the training corpus, to calibrate the two models with. */
    public static List<String> calibrationPrompts() {
        return prompts("calibration.jsonl");
    }

    private static Path folder(String name, UnpackListener listener) {
        ClassLoader loader = DemoModels.class.getClassLoader();
        return new ModelFolder(loader, ROOT + name).locate(ModelFolder.cacheRoot(), listener::unpacked);
    }

    private static List<String> prompts(String name) {
        URL url = DemoModels.class.getClassLoader().getResource(ROOT + name);
        List<String> prompts = new ArrayList<>();
        try {
            if (url == null) {
                throw new IOException("not on the class path: " + ROOT + name);
            }
            ObjectMapper json = new ObjectMapper();
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    prompts.add(json.readTree(line).path("prompt").asText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(prompts);
    }
}
