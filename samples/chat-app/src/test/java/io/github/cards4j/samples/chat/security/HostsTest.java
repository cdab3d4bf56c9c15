package io.github.cards4j.samples.chat.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.samples.chat.ChatAppProperties;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.util.unit.DataSize;

class HostsTest {

    @ParameterizedTest
    @CsvSource({
        "fd00::5, [fd00::5], true",
        "fd00::5, [FD00:0:0:0:0:0:0:5]:8080, true",
        "fd00::5, [fd00::6], false",
        "fd00::5, fd00::5, false",
        "fd00::5, [], false",
        "fd00::5, [chat.example], false",
        "fd00::5, '[fd00::5', false",
        "127.0.0.1, [0:0:0:0:0:0:0:1]:8080, true",
        "192.168.1.2, 192.168.1.2:8080, true",
        "192.168.1.2, 192.168.1.3, false",
        "0.0.0.0, 0.0.0.0, false",
        "0.0.0.0, Chat.Example:8080, true",
        "0.0.0.0, [2001:db8::1], true",
        "0.0.0.0, localhost, true"
    })
    void whatIsServed(String address, String host, boolean served) throws UnknownHostException {
        ServerProperties server = new ServerProperties();
        server.setAddress(InetAddress.getByName(address));
        ChatAppProperties properties = new ChatAppProperties(
                null,
                List.of("chat.example", "[2001:DB8:0::1]"),
                false,
                false,
                DataSize.ofKilobytes(256),
                64,
                16_000,
                64_000,
                1024,
                32,
                Duration.ofSeconds(5),
                Duration.ofSeconds(1));
        assertThat(new Hosts(server, properties).served(host)).isEqualTo(served);
    }
}
