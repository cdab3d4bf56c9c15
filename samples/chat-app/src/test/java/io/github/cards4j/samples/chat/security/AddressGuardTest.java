package io.github.cards4j.samples.chat.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.samples.chat.ChatAppProperties;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.util.unit.DataSize;

class AddressGuardTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "127.1.2.3"})
    void thisMachineNeedsNoKey(String address) {
        assertThatCode(() -> guard(address, null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 0.0.0.0", "192.168.1.2, 192.168.1.2", "::, 0:0:0:0:0:0:0:0", ", server.address is not set"})
    void allOthersDo(@Nullable String address, String named) {
        assertThatThrownBy(() -> guard(address, null))
                .isInstanceOf(UnsafeAddressException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("chat-app.api-key");
        assertThatCode(() -> guard(address, "0123456789abcdef")).doesNotThrowAnyException();
    }

    @Test
    void aKeyThatCanBeGuessedIsNone() {
        assertThatThrownBy(() -> guard("127.0.0.1", "secret")).hasMessageContaining("fewer than 16");
        assertThatThrownBy(() -> guard("0.0.0.0", "")).hasMessageContaining("fewer than 16");
        assertThatThrownBy(() -> guard("0.0.0.0", " ".repeat(20))).hasMessageContaining("fewer than 16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789 abcdef", "schlüssel-0123456789", "0123456789\tabcdef"})
    void aKeyThatNoHeaderCarriesIsRefused(String key) {
        assertThatThrownBy(() -> guard("0.0.0.0", key)).hasMessageContaining("not ASCII");
    }

    @Test
    void theAnalysisSaysWhatToDo() {
        var analysis = new UnsafeAddressAnalyzer().analyze(new UnsafeAddressException("open."));
        assertThat(analysis.getDescription()).contains("open.");
        assertThat(analysis.getAction()).contains("server.address=127.0.0.1").contains("chat-app.api-key=");
    }

    private static void guard(@Nullable String address, @Nullable String key) throws Exception {
        ServerProperties server = new ServerProperties();
        server.setAddress(address == null ? null : InetAddress.getByName(address));
        ChatAppProperties properties = new ChatAppProperties(
                key,
                List.of(),
                false,
                false,
                DataSize.ofKilobytes(256),
                64,
                16_000,
                64_000,
                1024,
                32,
                Duration.ofMillis(100),
                Duration.ofSeconds(1));
        new AddressGuard(server, properties).customize(new TomcatServletWebServerFactory());
    }
}
