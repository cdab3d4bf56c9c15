package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PageAddressTest {

    private static String told(Map<String, String> properties) {
        Binder binder = new Binder(new MapConfigurationPropertySource(properties));
        return new PageAddress(
                        binder.bindOrCreate("server", Bindable.of(ServerProperties.class)),
                        binder.bindOrCreate("chat-app", Bindable.of(ChatAppProperties.class)))
                .told(8081);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost",
        "127.0.0.2, 127.0.0.2",
        "::1, [0:0:0:0:0:0:0:1]",
        "192.168.1.2, 192.168.1.2",
        "fe80::1%2, [fe80:0:0:0:0:0:0:1]"
    })
    void aBrowserIsSentToTheAddressThatIsServed(String address, String host) {
        assertThat(told(Map.of("server.address", address))).isEqualTo("Open http://" + host + ":8081/ in a browser");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "::", ","})
    void whereAllNetworksAreServedOtherMachinesNeedAName(@Nullable String address) {
        Map<String, String> served = address == null ? Map.of() : Map.of("server.address", address);
        assertThat(told(served)).startsWith("Open http://localhost:8081/").contains("chat-app.allowed-hosts");
        Map<String, String> named = new java.util.HashMap<>(served);
        named.put("chat-app.allowed-hosts", "chat.example");
        assertThat(told(named)).endsWith("on other machines http://chat.example:8081/");
    }

    @Test
    void schemeAndPathAreTheServers() {
        assertThat(told(Map.of(
                        "server.address", "127.0.0.1",
                        "server.ssl.enabled", "true",
                        "server.servlet.context-path", "/chat")))
                .isEqualTo("Open https://localhost:8081/chat/ in a browser");
    }
}
