package io.github.cards4j.checkpoint.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that would lead out of the cache, or make the token leave its host. */
class HubHarmTest extends MisbehavingHub {

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
}
