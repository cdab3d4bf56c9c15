package io.github.cards4j.checkpoint.internal.hub;

import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Not a test of the build, since it needs Python with {@code huggingface_hub}: that library and this one share a cache, in
 * both orders, at the same time, and out of what the other left half done. Writes what Python's cache looks like to
 * {@link CacheListing#FILE}, to which {@link HubTest} holds ours. {@code docs/models.md} says how to run it.
 */
final class PythonInterop {

    private static final String NAME = "acme/tiny-model";
    private static final HubId ID = HubId.parse(NAME);
    private static final Path SCRIPT = Path.of("src/test/python/hub_interop.py");

    private final String python;
    private final Path temp = Files.createTempDirectory("cards4j-interop");
    private final Map<String, byte[]> files = CacheListing.model();

    private PythonInterop(String python) throws IOException {
        this.python = python;
    }

    public static void main(String[] args) throws Exception {
        PythonInterop interop = new PythonInterop(args.length > 0 ? args[0] : "python3");
        try {
            interop.javaFirst();
            interop.pythonFirst();
            interop.afterAnInterruptedPython();
            interop.atOnce();
            System.out.println("all as expected");
        } finally {
            try (Stream<Path> all = Files.walk(interop.temp)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void javaFirst() throws Exception {
        Path cache = temp.resolve("java-first");
        try (FakeHub hub = new FakeHub()) {
            hub.put(NAME, files);
            Path folder = new Hub(hub.settings(cache)).folder(ID, Progress.NONE);
            System.out.println("Python, offline, finds what Java fetched");
            same(python(hub, cache, "offline").get(0), folder.toString());
            python(hub, cache, "scan");
            hub.seen.clear();
            System.out.println("Python, online, fetches nothing of it again");
            same(python(hub, cache, "online").get(0), folder.toString());
            same(sent(hub), 0L);
            System.out.println("transformers' way to look for optional files");
            same(python(hub, cache, "absent"), List.of("no such file"));
            Path other = temp.resolve("python-alone");
            python(hub, other, "online");
            List<String> theirs = CacheListing.of(other, files);
            System.out.println("both caches have the same files: " + theirs.size());
            same(CacheListing.of(cache, files), theirs);
            Path golden = Path.of("src/test/resources").resolve(CacheListing.FILE);
            Files.createDirectories(golden.getParent());
            Files.write(golden, theirs);
        }
    }

    private void pythonFirst() throws Exception {
        Path cache = temp.resolve("python-first");
        try (FakeHub hub = new FakeHub()) {
            hub.put(NAME, files);
            String folder = python(hub, cache, "online").get(0);
            Map<String, String> before = HubTest.tree(cache);
            System.out.println("Java, offline, finds what Python fetched");
            same(
                    new Hub(hub.settings(cache).offline(true))
                            .folder(ID, Progress.NONE)
                            .toString(),
                    folder);
            hub.seen.clear();
            System.out.println("Java, online, fetches nothing of it again");
            same(new Hub(hub.settings(cache)).folder(ID, Progress.NONE).toString(), folder);
            same(hub.seen.size(), 1);
            same(HubTest.tree(cache), before);
        }
    }

    private void afterAnInterruptedPython() throws Exception {
        Path cache = temp.resolve("interrupted");
        byte[] weights = files.get("model.safetensors");
        try (FakeHub hub = new FakeHub()) {
            hub.put(NAME, files);
            for (int i = 0; i < 10; i++) {
                hub.planAtStore(weights, Fault.cutAfter(i == 0 ? 50_000 : 0));
            }
            System.out.println("Python is interrupted; Java goes on where it ended");
            same(python(hub, cache, "fails"), List.of("failed"));
            Path blobs = cache.resolve("models--acme--tiny-model/blobs");
            long there = Files.size(blobs.resolve(FakeHub.sha256(weights) + ".incomplete"));
            hub.clear();
            Path folder = new Hub(hub.settings(cache)).folder(ID, Progress.NONE);
            System.out.println(
                    "  " + there + " of " + weights.length + " bytes were there, " + sentFromStore(hub) + " came");
            same(sentFromStore(hub), weights.length - there);
            same(
                    Files.mismatch(
                            folder.resolve("model.safetensors"),
                            Golden.folder("tied").resolve("model.safetensors")),
                    -1L);
        }
    }

    private void atOnce() throws Exception {
        Path cache = temp.resolve("at-once");
        try (FakeHub hub = new FakeHub()) {
            hub.put(NAME, files);
            hub.meet("HEAD", "/model.safetensors", 2);
            System.out.println("both at once");
            Process process = start(hub, cache, "online");
            Path folder = new Hub(hub.settings(cache)).folder(ID, Progress.NONE);
            same(lines(process).get(0), folder.toString());
            for (String name : new Listed(folder).names()) {
                same(new String(Files.readAllBytes(folder.resolve(name))), new String(files.get(name)));
            }
            System.out.println("  " + sent(hub) + " bytes of content were sent");
        }
    }

    private record Listed(Path folder) {
        List<String> names() throws IOException {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.filter(Files::isRegularFile)
                        .map(path -> folder.relativize(path).toString())
                        .toList();
            }
        }
    }

    private static long sent(FakeHub hub) {
        return hub.seen.stream()
                .filter(seen -> !seen.path().contains("/revision/"))
                .mapToLong(FakeHub.Seen::sent)
                .sum();
    }

    private static long sentFromStore(FakeHub hub) {
        return hub.seen.stream()
                .filter(FakeHub.Seen::atStore)
                .mapToLong(FakeHub.Seen::sent)
                .sum();
    }

    private List<String> python(FakeHub hub, Path cache, String what) throws Exception {
        return lines(start(hub, cache, what));
    }

    private Process start(FakeHub hub, Path cache, String what) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(python, SCRIPT.toString(), what, NAME);
        builder.environment()
                .putAll(Map.of(
                        "HF_ENDPOINT",
                        hub.endpoint(),
                        "HF_HUB_CACHE",
                        cache.toString(),
                        "HF_HUB_OFFLINE",
                        what.equals("offline") || what.equals("absent") ? "1" : "0",
                        "HF_HUB_DISABLE_PROGRESS_BARS",
                        "1",
                        "HF_HUB_DISABLE_TELEMETRY",
                        "1"));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static List<String> lines(Process process) throws Exception {
        List<String> lines = new ArrayList<>(new String(process.getInputStream().readAllBytes())
                .strip()
                .lines()
                .toList());
        same(process.waitFor(), 0);
        return lines;
    }

    private static void same(Object found, Object expected) {
        if (!expected.equals(found)) {
            throw new AssertionError("found " + found + ", expected " + expected);
        }
    }
}
