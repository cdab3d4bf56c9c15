package io.github.cards4j.samples.chat.security;

import io.github.cards4j.samples.chat.ChatAppProperties;
import java.net.InetAddress;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.server.ConfigurableServletWebServerFactory;
import org.springframework.stereotype.Component;

/** Before the web server starts: whoever is not this machine alone needs a key. */
@Component
class AddressGuard implements WebServerFactoryCustomizer<ConfigurableServletWebServerFactory> {

    static final int SHORTEST_KEY = 16;

    private final ServerProperties server;
    private final ChatAppProperties properties;

    AddressGuard(ServerProperties server, ChatAppProperties properties) {
        this.server = server;
        this.properties = properties;
    }

    @Override
    public void customize(ConfigurableServletWebServerFactory factory) {
        InetAddress address = server.getAddress();
        String key = properties.apiKey();
        if (key != null && key.strip().length() < SHORTEST_KEY) {
            throw new UnsafeAddressException("chat-app.api-key has fewer than " + SHORTEST_KEY + " characters.");
        }
        if (key != null && !key.strip().matches("[!-~]+")) {
            throw new UnsafeAddressException(
                    "chat-app.api-key holds a space or a character that is not ASCII, which a header cannot carry.");
        }
        if (key == null && (address == null || !address.isLoopbackAddress())) {
            String where = address == null
                    ? "server.address is not set, so all networks of this machine would be served"
                    : "server.address is " + address.getHostAddress() + ", which others can reach";
            throw new UnsafeAddressException(
                    where + ", but there is no chat-app.api-key: anybody could use the models.");
        }
    }
}
