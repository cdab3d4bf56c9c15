package io.github.cards4j.checkpoint.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the hub says instead of giving a model, and a model that cannot be used. */
class HubFaultsTest extends MisbehavingHub {

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
}
