package io.github.cards4j.checkpoint.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import io.github.cards4j.checkpoint.HubSettings;
import io.github.cards4j.checkpoint.Progress;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is fetched, where it comes to lie, and when the network is asked. */
class HubTest {

    private static final String NAME = "acme/tiny-model";
    private static final HubId ID = HubId.parse(NAME);

    private final FakeHub hub = new FakeHub();

    @TempDir
    Path temp;

    @AfterEach
    void close() {
        hub.close();
    }

    private Path cache() {
        return temp.resolve("hub");
    }

    private static Map<String, byte[]> model(String golden) {
        Map<String, byte[]> files = FakeHub.files(Golden.folder(golden));
        files.keySet().removeIf(name -> name.endsWith(".bin") || name.equals("expected.json"));
        files.putIfAbsent("tokenizer.json", FakeHub.files(Golden.folder("tied")).get("tokenizer.json"));
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Map<String, String> tree(Path folder) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(p -> !Files.isDirectory(p)).toList()) {
                String content =
                        Files.isSymbolicLink(path) ? "-> " + Files.readSymbolicLink(path) : Files.size(path) + " bytes";
                tree.put(folder.relativize(path).toString().replace('\\', '/'), content);
            }
        }
        return tree;
    }

    @Test
    void fetchesWhatIsNeededIntoTheSharedLayout() throws IOException {
        Map<String, byte[]> files = model("tied");
        files.put("chat_template.jinja", bytes("{{ messages }}"));
        files.put("additional_chat_templates/rag.jinja", bytes("{{ documents }}"));
        files.put("tokenizer_config.json", bytes("{}"));
        // Not wanted: twice the same weights, pickles, other formats, texts.
        for (String other : List.of(
                "README.md", "pytorch_model.bin", "consolidated.safetensors", "onnx/model.onnx", ".gitattributes")) {
            files.put(other, bytes("not wanted: " + other));
        }
        String commit = hub.put(NAME, files);

        Path folder = new Hub(hub.settings(cache())).folder(ID, Progress.NONE);

        assertThat(folder).isEqualTo(cache().resolve("models--acme--tiny-model/snapshots/" + commit));
        Map<String, String> expected = new TreeMap<>();
        String root = "models--acme--tiny-model/";
        for (String name : List.of(
                "config.json",
                "generation_config.json",
                "tokenizer.json",
                "tokenizer_config.json",
                "chat_template.jinja",
                "additional_chat_templates/rag.jinja",
                "model.safetensors")) {
            String etag = FakeHub.etag(name, files.get(name));
            String up = name.contains("/") ? "../../../blobs/" : "../../blobs/";
            expected.put(root + "snapshots/" + commit + "/" + name, "-> " + up + etag);
            expected.put(root + "blobs/" + etag, files.get(name).length + " bytes");
            expected.put(".locks/" + root + etag + ".lock", "0 bytes");
            assertThat(folder.resolve(name)).hasBinaryContent(files.get(name));
        }
        expected.put(root + "refs/main", "40 bytes");
        for (String absent : List.of("special_tokens_map.json", "added_tokens.json", "chat_template.json")) {
            expected.put(root + ".no_exist/" + commit + "/" + absent, "0 bytes");
        }
        assertThat(tree(cache())).isEqualTo(expected);
        assertThat(cache().resolve(root + "refs/main")).hasContent(commit);
        assertThat(Checkpoint.open(folder).contentKey())
                .isEqualTo(Checkpoint.open(Golden.folder("tied")).contentKey());
    }

    @Test
    void theCacheLooksAsPythonsDoes() throws IOException {
        Map<String, byte[]> files = CacheListing.model();
        hub.put(NAME, files);
        new Hub(hub.settings(cache())).folder(ID, Progress.NONE);
        assertThat(CacheListing.of(cache(), files)).isEqualTo(CacheListing.ofPython());
    }

    @Test
    void refusesAModelOfAnotherKindBeforeItsWeights() {
        Map<String, byte[]> files = model("tied");
        files.put("config.json", bytes("{\"architectures\": [\"MambaForCausalLM\"]}"));
        hub.put(NAME, files);
        assertThatThrownBy(() -> new Hub(hub.settings(cache())).folder(ID, Progress.NONE))
                .hasMessageContaining("MambaForCausalLM");
        assertThat(hub.seen).filteredOn(FakeHub.Seen::atStore).isEmpty();
    }

    @Test
    void fetchesTheShardsThatTheIndexNames() {
        Map<String, byte[]> files = model("sharded");
        files.put("model-00009-of-00009.safetensors", bytes("of another index"));
        hub.put(NAME, files);
        Path folder = new Hub(hub.settings(cache())).folder(ID, Progress.NONE);
        assertSameFiles(
                folder,
                files.keySet().stream().filter(name -> !name.contains("00009")).toList(),
                files);
        assertThat(folder.resolve("model-00009-of-00009.safetensors")).doesNotExist();
    }

    private static void assertSameFiles(Path folder, Collection<String> names, Map<String, byte[]> files) {
        assertThat(names).allSatisfy(name -> assertThat(folder.resolve(name)).hasBinaryContent(files.get(name)));
        Checkpoint.open(folder);
    }

    @Test
    void asksOnceForABranchAndNeverForACommit() {
        String commit = hub.put(NAME, model("tied"));
        Hub opened = new Hub(hub.settings(cache()));
        Path folder = opened.folder(ID, Progress.NONE);
        hub.seen.clear();
        assertThat(opened.folder(ID, Progress.NONE)).isEqualTo(folder);
        assertThat(hub.requests()).containsExactly("GET /api/models/acme/tiny-model/revision/main");
        hub.seen.clear();
        assertThat(opened.folder(HubId.parse(NAME + "@" + commit), Progress.NONE))
                .isEqualTo(folder);
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void followsABranchAndFetchesOnlyWhatChanged() throws IOException {
        Map<String, byte[]> files = model("tied");
        hub.put(NAME, files);
        Hub opened = new Hub(hub.settings(cache()));
        Path before = opened.folder(ID, Progress.NONE);
        files.put("generation_config.json", bytes("{\"eos_token_id\": 1}"));
        String commit = hub.put(NAME, files);
        hub.seen.clear();
        Path after = opened.folder(ID, Progress.NONE);
        assertThat(after).isNotEqualTo(before).hasFileName(commit);
        assertThat(after.resolve("generation_config.json")).hasBinaryContent(files.get("generation_config.json"));
        assertThat(before.resolve("generation_config.json"))
                .hasBinaryContent(model("tied").get("generation_config.json"));
        assertThat(hub.seen).filteredOn(FakeHub.Seen::atStore).isEmpty();
        assertThat(cache().resolve("models--acme--tiny-model/refs/main")).hasContent(commit);
    }

    @Test
    void takesRevisionsWithSlashes() {
        hub.put(NAME, model("tied"));
        Map<String, byte[]> other = model("tied");
        other.put("chat_template.jinja", bytes("x"));
        String commit = hub.put(NAME, "refs/pr/1", other);
        Path folder = new Hub(hub.settings(cache())).folder(HubId.parse(NAME + "@refs/pr/1"), Progress.NONE);
        assertThat(folder).hasFileName(commit);
        assertThat(cache().resolve("models--acme--tiny-model/refs/refs/pr/1")).hasContent(commit);
    }

    @Test
    void needsNoNetworkLater() {
        hub.put(NAME, model("tied"));
        Path folder = new Hub(hub.settings(cache())).folder(ID, Progress.NONE);
        hub.seen.clear();
        assertThat(new Hub(hub.settings(cache()).offline(true)).folder(ID, Progress.NONE))
                .isEqualTo(folder);
        assertThat(hub.requests()).isEmpty();

        String gone = hub.endpoint();
        hub.close();
        assertThat(new Hub(new HubSettings(gone, cache(), null, false)).folder(ID, Progress.NONE))
                .isEqualTo(folder);
    }

    @Test
    void offlineSaysWhatIsMissing() throws IOException {
        Hub offline = new Hub(hub.settings(cache()).offline(true));
        assertThatThrownBy(() -> offline.folder(ID, Progress.NONE))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OFFLINE))
                .hasMessageContainingAll(NAME, cache().toString(), "HF_HUB_OFFLINE");
        hub.put(NAME, model("tied"));
        Path folder = new Hub(hub.settings(cache())).folder(ID, Progress.NONE);
        Files.delete(folder.resolve("model.safetensors").toRealPath());
        assertThatThrownBy(() -> offline.folder(ID, Progress.NONE))
                .hasMessageContainingAll(NAME, folder.toString(), "lacks model.safetensors");
    }

    @Test
    void completesASnapshotThatIsHalfThere() throws IOException {
        hub.put(NAME, model("sharded"));
        Hub opened = new Hub(hub.settings(cache()));
        Path folder = opened.folder(ID, Progress.NONE);
        Path shard;
        try (Stream<Path> all = Files.list(folder)) {
            shard = all.filter(p -> p.toString().endsWith(".safetensors"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(shard.toRealPath()); // leaves a link to nothing
        Files.delete(folder.resolve("config.json"));
        hub.seen.clear();
        assertThat(opened.folder(ID, Progress.NONE)).isEqualTo(folder);
        assertSameFiles(folder, model("sharded").keySet(), model("sharded"));
        // Of config.json only the link was gone.
        assertThat(hub.seen)
                .filteredOn(seen -> seen.method().equals("GET") && seen.sent() > 0)
                .hasSize(2);
    }

    @Test
    void theTokenStaysWithTheHub() {
        hub.put(NAME, model("tied"));
        new Hub(new HubSettings(hub.endpoint(), cache(), "hf_secret", false)).folder(ID, Progress.NONE);
        assertThat(hub.seen).filteredOn(FakeHub.Seen::atStore).isNotEmpty().allSatisfy(seen -> assertThat(
                        seen.authorization())
                .isEmpty());
        assertThat(hub.seen).filteredOn(seen -> !seen.atStore()).isNotEmpty().allSatisfy(seen -> assertThat(
                        seen.authorization())
                .isEqualTo("Bearer hf_secret"));
    }

    @Test
    void progressRisesOnTheCallersThread() {
        hub.put(NAME, model("tied"));
        List<Double> fractions = new ArrayList<>();
        Thread caller = Thread.currentThread();
        new Hub(hub.settings(cache())).folder(ID, (what, fraction) -> {
            assertThat(what).startsWith("fetching " + NAME).contains(" MB");
            assertThat(Thread.currentThread()).isSameAs(caller);
            fractions.add(fraction);
        });
        assertThat(fractions).isSorted().startsWith(0.0).endsWith(1.0);
    }

    @Test
    void copiesWhereLinksAreNotAllowed() throws IOException {
        Disk disk = new Disk() {
            @Override
            public void symbolicLink(Path link, Path target) throws IOException {
                throw new IOException("A required privilege is not held by the client");
            }
        };
        Surroundings surroundings = new Surroundings(Surroundings.client(), time -> {}, disk, System::nanoTime);
        hub.put(NAME, model("tied"));
        Path folder = new Hub(hub.settings(cache()), surroundings).folder(ID, Progress.NONE);
        assertThat(tree(cache()).values()).noneMatch(content -> content.startsWith("->"));
        assertThat(Checkpoint.open(folder).contentKey())
                .isEqualTo(Checkpoint.open(Golden.folder("tied")).contentKey());
        hub.seen.clear();
        assertThat(new Hub(hub.settings(cache()), surroundings).folder(ID, Progress.NONE))
                .isEqualTo(folder);
        assertThat(hub.seen).hasSize(1);
    }

    @Test
    void aCacheThatIsWholeIsOnlyRead() throws IOException {
        String commit = hub.put(NAME, model("tied"));
        Hub opened = new Hub(hub.settings(cache()));
        opened.folder(ID, Progress.NONE);
        Map<String, String> before = tree(cache());
        Disk broken = new Disk() {
            @Override
            public long usable(Path folder) {
                return 0;
            }
        };
        Surroundings surroundings = new Surroundings(HttpClient.newHttpClient(), time -> {}, broken, System::nanoTime);
        assertThat(new Hub(hub.settings(cache()), surroundings).folder(ID, Progress.NONE))
                .hasFileName(commit);
        assertThat(tree(cache())).isEqualTo(before);
    }
}
