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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hub, a network and a disk that misbehave. */
class HubFaultsTest {

    private static final String NAME = "acme/tiny-model";
    private static final String WEIGHTS = "model.safetensors";
    private static final HubId ID = HubId.parse(NAME);
    private static final String LISTING = "/api/models/" + NAME;

    private final FakeHub hub = new FakeHub();
    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, byte[]> files = FakeHub.files(Golden.folder("tied"));
    private Disk disk = Disk.REAL;
    private LongSupplier clock = System::nanoTime;
    private String token;

    @TempDir
    Path temp;

    @BeforeEach
    void putTheModel() {
        files.keySet().removeIf(name -> name.endsWith(".bin") || name.equals("expected.json"));
        hub.put(NAME, files);
    }

    @AfterEach
    void close() {
        assertThat(hub.planned()).as("faults that did not happen").isEmpty();
        hub.close();
    }

    private Path cache() {
        return temp.resolve("hub");
    }

    private byte[] weights() {
        return files.get(WEIGHTS);
    }

    private Path fetch() {
        return fetch(ID);
    }

    private Path fetch(HubId id) {
        HubSettings settings = new HubSettings(hub.endpoint(), cache(), token, false);
        Surroundings surroundings = new Surroundings(Surroundings.client(), waits::add, disk, clock);
        return new Hub(settings, surroundings).folder(id, Progress.NONE);
    }

    private AbstractThrowableAssert<?, ?> assertRefused(Reason reason) {
        return assertThatThrownBy(this::fetch).isInstanceOfSatisfying(HubException.class, e -> assertThat(e.reason())
                .isEqualTo(reason));
    }

    private static void assertWhole(Path folder) {
        assertThat(Checkpoint.open(folder).contentKey())
                .isEqualTo(Checkpoint.open(Golden.folder("tied")).contentKey());
    }

    private Path partial() {
        return cache().resolve("models--acme--tiny-model/blobs/" + FakeHub.sha256(weights()) + ".cards4j.incomplete");
    }

    // What the hub says

    @Test
    void aGatedModelWithoutToken() {
        hub.plan("HEAD", "/config.json", Fault.error(401, "GatedRepo"));
        assertRefused(Reason.GATED)
                .hasMessageContainingAll(NAME, "gated", hub.endpoint() + "/" + NAME, "HF_TOKEN", "/settings/tokens");
    }

    @Test
    void aGatedModelWithAToken() {
        token = "hf_other";
        hub.plan("HEAD", "/config.json", Fault.error(403, "GatedRepo"));
        assertRefused(Reason.GATED)
                .hasMessageContainingAll(NAME, "gated", "as the user whose token is set")
                .hasMessageNotContaining("hf_other");
    }

    @Test
    void aTokenThatIsRefused() {
        token = "hf_old";
        hub.plan("GET", LISTING, Fault.status(401, "X-Error-Message", "Invalid credentials in Authorization header"));
        assertRefused(Reason.FORBIDDEN).hasMessageContainingAll(NAME, "refuses the token", "HF_TOKEN");
    }

    @Test
    void aModelThatMayNotBeRead() {
        hub.plan("GET", LISTING, Fault.status(403, "X-Error-Message", "Access to this resource is disabled."));
        assertRefused(Reason.FORBIDDEN).hasMessageContainingAll(NAME, "(Access to this resource is disabled.)");
    }

    @Test
    void aModelThatDoesNotExist() {
        HubId wrong = HubId.parse("acme/tiny-modle");
        assertThatThrownBy(() -> fetch(wrong))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
                .hasMessageContainingAll("acme/tiny-modle", hub.endpoint(), "(401)", "set HF_TOKEN");
        token = "hf_mine";
        assertThatThrownBy(() -> fetch(wrong))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
                .hasMessageContainingAll("(404)", "the token which is set");
        assertThat(waits).isEmpty();
        assertThat(cache()).doesNotExist();
    }

    @Test
    void aRevisionThatDoesNotExistEvenIfTheCacheHasAnother() {
        fetch();
        assertThatThrownBy(() -> fetch(HubId.parse(NAME + "@v9")))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REVISION_NOT_FOUND))
                .hasMessageContainingAll(NAME, "'v9'", "/tree/main");
    }

    @Test
    void aModelThatWasTakenAwayIsUsedFromTheCache() {
        Path folder = fetch();
        hub.plan("GET", LISTING, Fault.error(404, "RepoNotFound"));
        assertThat(fetch()).isEqualTo(folder);
    }

    @Test
    void somethingThatIsNoHub() {
        hub.plan("GET", LISTING, Fault.status(200));
        assertRefused(Reason.UNREACHABLE).hasMessageContainingAll(NAME, hub.endpoint(), "HF_ENDPOINT");
    }

    // What comes later, or never

    @Test
    void waitsAsLongAsTheHubAsks() {
        hub.plan("GET", LISTING, Fault.status(429, "Retry-After", "7"));
        hub.plan("HEAD", "/config.json", Fault.status(503));
        hub.plan("HEAD", "/config.json", Fault.status(500));
        assertWhole(fetch());
        assertThat(waits).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void givesUpAfterSixAttempts() {
        for (int i = 0; i < 6; i++) {
            hub.plan("GET", LISTING, Fault.status(502));
        }
        assertRefused(Reason.UNREACHABLE).hasMessageContainingAll(NAME, "502", "after 6 attempts", "proxy");
        assertThat(waits).map(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L);
    }

    @Test
    void doesNotWaitForHours() {
        hub.plan("GET", LISTING, Fault.status(429, "Retry-After", "86400"));
        assertRefused(Reason.UNREACHABLE).hasMessageContainingAll(NAME, "too many requests", "86400 seconds");
        assertThat(waits).isEmpty();
    }

    @Test
    void aFailingHubIsNotWaitedForIfTheCacheWillDo() {
        Path folder = fetch();
        hub.plan("GET", LISTING, Fault.status(500));
        assertThat(fetch()).isEqualTo(folder);
        assertThat(waits).isEmpty();
    }

    @Test
    void noNetwork() {
        hub.close();
        assertRefused(Reason.UNREACHABLE).hasMessageContainingAll(NAME, hub.endpoint(), "network");
        assertThat(waits).hasSize(5);
    }

    private void writePartial(byte[] content) throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), content);
    }

    @Test
    void goesOnWhereConnectionsDrop() {
        int third = weights().length / 3;
        hub.planAtStore(weights(), Fault.cutAfter(third));
        hub.planAtStore(weights(), Fault.cutAfter(third));
        assertWhole(fetch());
        assertThat(hub.seen).filteredOn(FakeHub.Seen::atStore).hasSize(3);
        assertThat(waits).hasSize(2);
        assertThat(partial()).doesNotExist();
    }

    @Test
    void aConnectionOnWhichNothingComesIsGivenUp() {
        CountDownLatch silent = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        hub.planAtStore(weights(), Fault.stopAfter(1000, () -> {
            silent.countDown();
            await(end);
        }));
        // A minute passes at each look, while nothing comes.
        AtomicLong nanos = new AtomicLong();
        clock = () -> silent.getCount() == 0
                        && hub.seen.stream().filter(FakeHub.Seen::atStore).count() == 1
                ? nanos.addAndGet(Duration.ofSeconds(61).toNanos())
                : nanos.get();
        assertWhole(fetch());
        assertThat(hub.seen).filteredOn(FakeHub.Seen::atStore).hasSizeGreaterThanOrEqualTo(2);
        end.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void resumesWhatAnEarlierProcessLeft() throws IOException {
        writePartial(Arrays.copyOf(weights(), 1000));
        for (int i = 0; i < 6; i++) {
            hub.planAtStore(weights(), Fault.cutAfter(0));
        }
        assertRefused(Reason.UNREACHABLE).hasMessageContainingAll(NAME, WEIGHTS, "after 6 attempts", "kept");
        assertThat(Files.readAllBytes(partial())).isEqualTo(Arrays.copyOf(weights(), 1000));
        hub.seen.clear();
        assertWhole(fetch());
        assertThat(hub.seen.stream().filter(FakeHub.Seen::atStore).map(FakeHub.Seen::toString))
                .singleElement()
                .asString()
                .endsWith(" bytes=1000-");
        assertThat(hub.seen.stream().filter(FakeHub.Seen::atStore).mapToLong(FakeHub.Seen::sent))
                .containsExactly(weights().length - 1000L);
    }

    @Test
    void beginsAnewWhereRangesAreIgnored() throws IOException {
        writePartial(Arrays.copyOf(weights(), 1000));
        hub.planAtStore(weights(), Fault.NO_RANGE);
        assertWhole(fetch());
        assertThat(hub.seen.stream().filter(FakeHub.Seen::atStore).mapToLong(FakeHub.Seen::sent))
                .containsExactly((long) weights().length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesOverWhatPythonLeft(boolean longAgo) throws IOException {
        Path theirs = partial().resolveSibling(FakeHub.sha256(weights()) + ".incomplete");
        Files.createDirectories(theirs.getParent());
        Files.write(theirs, Arrays.copyOf(weights(), 2000));
        if (longAgo) {
            Files.setLastModifiedTime(theirs, java.nio.file.attribute.FileTime.fromMillis(0));
        }
        assertWhole(fetch());
        assertThat(hub.seen.stream().filter(FakeHub.Seen::atStore).map(FakeHub.Seen::range))
                .containsExactly("bytes=2000-");
        // It may still write to a file that is new.
        assertThat(Files.exists(theirs)).isEqualTo(!longAgo);
    }

    @Test
    void aPartialFileOfOtherContentIsFoundOut() throws IOException {
        writePartial(new byte[2000]);
        assertWhole(fetch());
        assertThat(hub.seen.stream().filter(FakeHub.Seen::atStore).map(FakeHub.Seen::range))
                .containsExactly("bytes=2000-", "");
        Files.delete(cache().resolve("models--acme--tiny-model/blobs/" + FakeHub.sha256(weights())));
        Files.write(partial(), new byte[weights().length + 1]);
        assertWhole(fetch());
    }

    // Wrong content

    @ParameterizedTest
    @ValueSource(strings = {WEIGHTS, "config.json"})
    void wrongContentOnceIsRepaired(String name) {
        plan(name, Fault.CHANGED);
        assertWhole(fetch());
    }

    @ParameterizedTest
    @ValueSource(strings = {WEIGHTS, "config.json"})
    void wrongContentTwiceIsRefused(String name) throws IOException {
        plan(name, Fault.CHANGED);
        plan(name, Fault.CHANGED);
        assertRefused(Reason.CORRUPT)
                .hasMessageContainingAll(NAME, name, "checksum", FakeHub.etag(name, files.get(name)));
        assertThat(blobs()).doesNotContain(FakeHub.etag(name, files.get(name)));
        assertThat(cache().resolve("models--acme--tiny-model/refs/main")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {WEIGHTS, "config.json"})
    void moreThanAnnouncedIsRefused(String name) throws IOException {
        plan(name, Fault.LONGER);
        assertRefused(Reason.CORRUPT).hasMessageContainingAll(NAME, name, "more", files.get(name).length + " bytes");
        assertThat(blobs()).doesNotContain(FakeHub.etag(name, files.get(name)));
    }

    private void plan(String name, Fault fault) {
        if (FakeHub.isLarge(name)) {
            hub.planAtStore(files.get(name), fault);
        } else {
            hub.plan("GET", "resolve-cache/" + NAME + "/" + commit() + "/" + name, fault);
        }
    }

    private String commit() {
        return hub.put(NAME, files);
    }

    private List<String> blobs() throws IOException {
        try (Stream<Path> all = Files.list(partial().getParent())) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    // Harmful answers

    @Test
    void namesThatLeadOutOfTheCacheAreNotFetched() throws IOException {
        byte[] harm = {1, 2, 3};
        for (String name : List.of(
                "../escaped.json",
                "../../../../config.json",
                "/tmp/config.json",
                "additional_chat_templates/../../../x.jinja",
                "additional_chat_templates/..\\x.jinja",
                "sub/config.json",
                "chat_template.jinja\n",
                "..")) {
            files.put(name, harm);
        }
        hub.put(NAME, files);
        assertWhole(fetch());
        assertThat(HubTest.tree(temp).keySet()).allMatch(path -> path.startsWith("hub/"));
        assertThat(HubTest.tree(temp).values()).doesNotContain("3 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x.safetensors",
                "/x.safetensors",
                "a/x.safetensors",
                "a\\\\x.safetensors",
                ".safetensors",
                "x.bin"
            })
    void anIndexThatLeadsOutOfTheCache(String shard) throws IOException {
        files.remove(WEIGHTS);
        files.put("model.safetensors.index.json", ("{\"weight_map\": {\"a\": \"" + shard + "\"}}").getBytes());
        hub.put(NAME, files);
        assertRefused(Reason.CORRUPT).hasMessageContainingAll("weight_map", shard);
        assertThat(HubTest.tree(temp).keySet()).allMatch(path -> path.startsWith("hub/"));
    }

    @Test
    void anIndexOfAFileThatIsNotThere() {
        files.remove(WEIGHTS);
        files.put("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"b.safetensors\"}}".getBytes());
        hub.put(NAME, files);
        assertRefused(Reason.UNSUITABLE).hasMessageContainingAll(NAME, "b.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"../../../../escaped\"", "\"..\"", "", "\".hidden-file\"", "\"a/b/c/d/e/f\""})
    void anEtagThatLeadsOutOfTheCache(String etag) throws IOException {
        hub.plan("HEAD", "/config.json", Fault.status(200, "ETag", etag, "Content-Length", "3"));
        assertRefused(Reason.CORRUPT).hasMessageContainingAll("config.json", NAME, "etag");
        assertThat(HubTest.tree(temp).keySet()).allMatch(path -> path.startsWith("hub/"));
    }

    @Test
    void aCommitThatLeadsOutOfTheCache() {
        hub.plan("GET", LISTING, Fault.status(302, "Location", hub.storeAddress() + "/listing"));
        assertThatThrownBy(this::fetch).isInstanceOf(HubException.class);
    }

    @Test
    void theTokenDoesNotComeBackFromAnotherHost() {
        token = "hf_secret";
        hub.plan("GET", LISTING, Fault.status(302, "Location", hub.storeAddress() + "/back"));
        hub.planAtStoreAny(Fault.status(302, "Location", hub.endpoint() + "/api/models/" + NAME + "/revision/main"));
        assertWhole(fetch());
        assertThat(hub.seen.stream().limit(3).map(FakeHub.Seen::authorization))
                .containsExactly("Bearer hf_secret", "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://host/x", "", "http:///x"})
    void redirectsThatLeadToNoWebAddress(String location) {
        hub.plan("GET", LISTING, Fault.status(302, "Location", location));
        assertThatThrownBy(this::fetch).isInstanceOf(HubException.class).hasMessageContaining("redirect");
    }

    @Test
    void aTokenThatIsNone() {
        token = "hf_a\r\nHost: other";
        assertRefused(Reason.FORBIDDEN).hasMessageContaining("HF_TOKEN").hasMessageNotContaining("hf_a");
        assertThat(hub.seen).isEmpty();
    }

    // Models that cannot be used

    @Test
    void onlyPickledWeights() {
        files.put("pytorch_model.bin", files.remove(WEIGHTS));
        hub.put(NAME, files);
        assertRefused(Reason.UNSUITABLE).hasMessageContainingAll(NAME, WEIGHTS, "pickle", "safe_serialization");
        assertThat(cache()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "tokenizer.json"})
    void aFileThatIsNeededAndNotThere(String name) {
        files.remove(name);
        hub.put(NAME, files);
        assertRefused(Reason.UNSUITABLE).hasMessageContainingAll(NAME, name);
        assertThat(cache()).doesNotExist();
    }

    // The disk

    @Test
    void noRoomFromTheStart() {
        disk = new Disk() {
            @Override
            public long usable(Path folder) {
                return 1000;
            }
        };
        assertRefused(Reason.CACHE)
                .hasMessageContainingAll(NAME, "no space left", "MB are needed", "0.0 MB are free", "HF_HUB_CACHE");
        assertThat(hub.seen).filteredOn(FakeHub.Seen::atStore).isEmpty();
    }

    @Test
    void noRoomInTheMiddle() throws IOException {
        AtomicLong left = new AtomicLong(3000);
        disk = new Disk() {
            @Override
            public void write(FileChannel channel, ByteBuffer bytes) throws IOException {
                if (left.addAndGet(-bytes.remaining()) < 0) {
                    throw new IOException("No space left on device");
                }
                Disk.super.write(channel, bytes);
            }
        };
        assertRefused(Reason.CACHE)
                .hasMessageContainingAll(NAME, "No space left on device", cache().toString(), "HF_HUB_CACHE", "kept");
        assertThat(waits).isEmpty();
        assertThat(cache().resolve("models--acme--tiny-model/refs/main")).doesNotExist();
        disk = Disk.REAL;
        assertWhole(fetch());
    }

    @Test
    void aCacheThatIsNoFolder() throws IOException {
        Files.createFile(cache());
        assertRefused(Reason.CACHE).hasMessageContainingAll(NAME, cache().toString(), "HF_HUB_CACHE");
    }

    @Test
    void aListenerThatThrowsEndsTheFetch() {
        Hub opened = new Hub(hub.settings(cache()));
        assertThatThrownBy(() -> opened.folder(ID, (what, fraction) -> {
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertWhole(fetch());
    }

    @Test
    void anInterruptEndsTheFetch() {
        Hub opened = new Hub(hub.settings(cache()));
        assertThatThrownBy(() -> opened.folder(
                        ID, (what, fraction) -> Thread.currentThread().interrupt()))
                .isInstanceOf(HubException.class)
                .hasMessageContainingAll(NAME, "interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertWhole(fetch());
    }
}
