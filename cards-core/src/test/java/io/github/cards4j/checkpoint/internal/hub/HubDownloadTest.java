package io.github.cards4j.checkpoint.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads that break off, go on, or bring other content; a disk that is full; a caller that gives up. */
class HubDownloadTest extends MisbehavingHub {

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

    @Test
    void aListingOfWhichNothingMoreComesIsAskedForAgain() {
        CountDownLatch silent = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        hub.plan("GET", LISTING, Fault.stopAfter(10, () -> {
            silent.countDown();
            await(end);
        }));
        AtomicLong nanos = new AtomicLong();
        clock = () -> silent.getCount() == 0 && hub.seen.size() == 1
                ? nanos.addAndGet(Duration.ofSeconds(61).toNanos())
                : nanos.get();
        assertWhole(fetch());
        assertThat(waits).hasSize(1);
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
