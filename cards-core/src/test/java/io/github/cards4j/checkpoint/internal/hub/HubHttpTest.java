package io.github.cards4j.checkpoint.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import io.github.cards4j.checkpoint.HubSettings;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where redirects lead; that the token stays behind is seen in {@link HubTest}. */
class HubHttpTest {

    private static final URI AT = URI.create("https://hub.example/a/b?c");

    @ParameterizedTest
    @CsvSource({
        "/x/y, https://hub.example/x/y",
        "z, https://hub.example/a/z",
        "https://store.example/1?sign=a%20b, https://store.example/1?sign=a%20b",
        "https://store.example/1?sign=a|b c\"d, https://store.example/1?sign=a%7Cb%20c%22d",
        "//store.example/1, https://store.example/1"
    })
    void addresses(String location, String expected) {
        assertThat(HubHttp.target(AT, location)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://hub.example/a/b", "HTTP://store.example/1"})
    void encryptionIsNotGivenUp(String location) {
        assertThatThrownBy(() -> HubHttp.target(AT, location))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT))
                .hasMessageContaining("without encryption");
    }

    @Test
    void withoutEncryptionThereIsNoneToGiveUp() {
        assertThat(HubHttp.target(URI.create("http://localhost:80/a"), "http://127.0.0.1/b"))
                .hasToString("http://127.0.0.1/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub", "ftp://hub.example", "https://", "https:///x", "file:///tmp", "ht tp://x"})
    void endpointsThatAreNone(String endpoint) {
        HubSettings settings = new HubSettings(endpoint, Path.of("cache"), null, false);
        assertThatThrownBy(() -> new HubHttp(Surroundings.client(), settings))
                .isInstanceOf(HubException.class)
                .hasMessageContainingAll("HF_ENDPOINT is", "https://host");
    }
}
