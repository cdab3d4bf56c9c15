package io.github.cards4j.checkpoint.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.EngineState;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.LoadListener;
import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.ModelLocation;
import io.github.cards4j.checkpoint.Progress;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From names of models to an answer, and back to the cache. */
class CardsFromHubTest {

    private static final String LLM = "acme/tiny-llm";
    private static final String REWARD = "acme/tiny-reward";

    private final FakeHub hub = new FakeHub();
    private final CountDownLatch over = new CountDownLatch(1);

    @TempDir
    Path cache;

    @BeforeEach
    void setEnvironment() {
        for (Map.Entry<String, String> model :
                Map.of(LLM, "tied", REWARD, "reward").entrySet()) {
            Map<String, byte[]> files = FakeHub.files(Golden.folder(model.getValue()));
            files.keySet().removeIf(name -> name.endsWith(".bin") || name.equals("expected.json"));
            hub.put(model.getKey(), files);
        }
        System.setProperty("HF_ENDPOINT", hub.endpoint());
        System.setProperty("HF_HUB_CACHE", cache.toString());
        System.setProperty("HF_HUB_OFFLINE", "0");
    }

    @AfterEach
    void restoreEnvironment() {
        over.countDown();
        hub.close();
        List.of("HF_ENDPOINT", "HF_HUB_CACHE", "HF_HUB_OFFLINE").forEach(System::clearProperty);
    }

    private static CardsOptions.Builder options() {
        return CardsOptions.builder()
                .llm(LLM)
                .reward(REWARD + "@main")
                .chatFormat("plain")
                .dtype("float32")
                .threads(1)
                .defaults(GenerationOptions.builder()
                        .method(Method.PLAIN)
                        .maxNewTokens(4)
                        .seed(1L)
                        .build());
    }

    @Test
    void answersAndNeedsNoNetworkTheSecondTime() {
        List<String> heard = new ArrayList<>();
        String text;
        try (Cards cards = Cards.open(options().build(), (what, fraction) -> heard.add(what))) {
            assertThat(cards.modelName()).isEqualTo(LLM);
            text = cards.generate(CardsRequest.of("Where is my parcel?")).text();
        }
        assertThat(heard)
                .anyMatch(what -> what.startsWith("fetching " + LLM))
                .anyMatch(what -> what.startsWith("fetching " + REWARD))
                .anyMatch(what -> what.endsWith("ing " + LLM));
        hub.seen.clear();
        try (Cards cards = Cards.open(options().offline(true).build())) {
            assertThat(cards.generate(CardsRequest.of("Where is my parcel?")).text())
                    .isEqualTo(text);
        }
        assertThat(hub.seen).isEmpty();
    }

    /** The hub sends the beginning of the weights, and then nothing. */
    private CountDownLatch stalled() {
        CountDownLatch sent = new CountDownLatch(1);
        hub.planAtStoreAny(Fault.stopAfter(1000, () -> {
            sent.countDown();
            awaitQuietly(over);
        }));
        return sent;
    }

    @Test
    @Timeout(60)
    void closingAnEngineEndsItsFetching() throws InterruptedException {
        CountDownLatch sent = stalled();
        Cards cards = Cards.openInBackground(options().build(), LoadListener.NONE);
        sent.await();
        cards.close();
        assertThat(cards.state()).isEqualTo(EngineState.CLOSED);
        assertThat(hub.requests()).noneMatch(request -> request.contains(REWARD));
        opensNow();
    }

    @Test
    @Timeout(60)
    void whoIsInterruptedWhileAnEngineOpensStopsItsFetching() throws Exception {
        CountDownLatch sent = stalled();
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread caller = new Thread(() -> ended.complete(
                catchThrowable(() -> Cards.open(options().build()).close())));
        caller.start();
        sent.await();
        caller.interrupt();
        assertThat(ended.get()).isInstanceOf(CancellationException.class);
        opensNow();
    }

    /** Another engine fetches what the first has given up; it would wait for its locks. */
    private static void opensNow() {
        try (Cards cards = Cards.open(options().build())) {
            assertThat(cards.state()).isEqualTo(EngineState.READY);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void offlineIsKept() {
        assertThatThrownBy(() -> Cards.open(options().offline(true).build()))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(LLM, "not in the cache", "offline", "no folder at");
        assertThat(hub.seen).isEmpty();
    }

    @Test
    void aFolderGoesBeforeAModel() throws IOException {
        // Tests run in the module's folder.
        Path folder = Path.of("target", "folder-or-model");
        Files.createDirectories(folder);
        hub.put("target/folder-or-model", Map.of());
        assertThat(ModelLocation.resolve("target/folder-or-model", Progress.NONE))
                .isEqualTo(folder);
        assertThat(hub.seen).isEmpty();
        Path fetched = ModelLocation.resolve("hub:" + LLM, Progress.NONE);
        assertThat(fetched).startsWith(cache);
        assertThatThrownBy(() -> ModelLocation.resolve("./" + LLM, Progress.NONE))
                .isNotInstanceOf(HubException.class)
                .hasMessageContaining("No model folder");
        assertThatThrownBy(() -> ModelLocation.resolve("hub:" + LLM + "/x", Progress.NONE))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("hub:" + LLM + "/x", "hub:owner/name");
    }

    @Test
    void aNameThatIsNeither() {
        assertThatThrownBy(() -> ModelLocation.resolve("models/absent", Progress.NONE))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.reason()).isEqualTo(HubException.Reason.NOT_FOUND))
                .hasMessageContainingAll(
                        "no model models/absent",
                        "no folder at " + Path.of("models/absent").toAbsolutePath());
    }
}
