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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A model on a hub that can be made to misbehave; every fault that was planned must have happened in the end. */
abstract class MisbehavingHub {

    static final String NAME = "acme/tiny-model";
    static final String WEIGHTS = "model.safetensors";
    static final HubId ID = HubId.parse(NAME);
    static final String LISTING = "/api/models/" + NAME;

    final FakeHub hub = new FakeHub();
    final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    final Map<String, byte[]> files = FakeHub.files(Golden.folder("tied"));
    Disk disk = Disk.REAL;
    LongSupplier clock = System::nanoTime;
    String token;

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

    Path cache() {
        return temp.resolve("hub");
    }

    byte[] weights() {
        return files.get(WEIGHTS);
    }

    Path fetch() {
        return fetch(ID);
    }

    Path fetch(HubId id) {
        HubSettings settings = new HubSettings(hub.endpoint(), cache(), token, false);
        Surroundings surroundings = new Surroundings(Surroundings.client(), waits::add, disk, clock);
        return new Hub(settings, surroundings).folder(id, Progress.NONE);
    }

    AbstractThrowableAssert<?, ?> assertRefused(Reason reason) {
        return assertThatThrownBy(this::fetch).isInstanceOfSatisfying(HubException.class, e -> assertThat(e.reason())
                .isEqualTo(reason));
    }

    static void assertWhole(Path folder) {
        assertThat(Checkpoint.open(folder).contentKey())
                .isEqualTo(Checkpoint.open(Golden.folder("tied")).contentKey());
    }

    Path partial() {
        return cache().resolve("models--acme--tiny-model/blobs/" + FakeHub.sha256(weights()) + ".cards4j.incomplete");
    }

    void writePartial(byte[] content) throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), content);
    }

    void plan(String name, Fault fault) {
        if (FakeHub.isLarge(name)) {
            hub.planAtStore(files.get(name), fault);
        } else {
            hub.plan("GET", "resolve-cache/" + NAME + "/" + commit() + "/" + name, fault);
        }
    }

    String commit() {
        return hub.put(NAME, files);
    }

    List<String> blobs() throws IOException {
        try (Stream<Path> all = Files.list(partial().getParent())) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
