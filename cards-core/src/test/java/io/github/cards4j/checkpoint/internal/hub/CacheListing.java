package io.github.cards4j.checkpoint.internal.hub;

import io.github.cards4j.checkpoint.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What lies in a cache, a line each, with the names of files where their checksums would be. */
final class CacheListing {

    /** What {@code huggingface_hub} made of {@link #model}; a resource. */
    static final String FILE = "io/github/cards4j/checkpoint/internal/hub/python-cache.txt";

    private CacheListing() {}

    /** A model with files of every kind, and some that nobody wants. */
    static Map<String, byte[]> model() {
        Map<String, byte[]> files = FakeHub.files(Golden.folder("tied"));
        files.keySet().removeIf(name -> name.matches("logits.*|expected.json"));
        put(files, "chat_template.jinja", "{{ messages }}");
        put(files, "additional_chat_templates/rag.jinja", "{{ documents }}");
        put(files, "pytorch_model.bin", "a pickle");
        put(files, "consolidated.safetensors", "the weights once more");
        put(files, "onnx/model.onnx", "the weights once more");
        put(files, "README.md", "# A model");
        return files;
    }

    private static void put(Map<String, byte[]> files, String name, String content) {
        files.put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Without marks of files that the model does not have: Python makes them when it looks for one. */
    static List<String> of(Path cache, Map<String, byte[]> files) throws IOException {
        List<String> lines = new ArrayList<>();
        HubTest.tree(cache).forEach((path, content) -> {
            if (!path.contains("/.no_exist/")) {
                lines.add(path + " " + content);
            }
        });
        lines.replaceAll(line -> {
            String named = line.replaceAll("/snapshots/[0-9a-f]{40}/", "/snapshots/COMMIT/");
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                String etag = FakeHub.etag(file.getKey(), file.getValue());
                named = named.replace(etag, "{" + file.getKey() + "}")
                        .replaceAll("(blobs/[{].*[}]) " + file.getValue().length + " bytes", "$1 whole");
            }
            return named;
        });
        return lines.stream().sorted().toList();
    }

    static List<String> ofPython() {
        try (InputStream in = CacheListing.class.getResourceAsStream("/" + FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
