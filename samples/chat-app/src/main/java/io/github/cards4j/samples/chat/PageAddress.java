package io.github.cards4j.samples.chat;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.server.Ssl;

/** Where a browser finds the page. */
record PageAddress(ServerProperties server, ChatAppProperties properties) {

    /** What to tell whoever has started the application, which listens on this port. */
    String told(int port) {
        InetAddress address = server.getAddress();
        String here = "Open " + url(host(address), port) + " in a browser";
        if (address != null && !address.isAnyLocalAddress()) {
            return here;
        }
        return here
                + (properties.allowedHosts().isEmpty()
                        ? "; other machines need a name for this one that chat-app.allowed-hosts holds"
                        : "; on other machines " + url(properties.allowedHosts().get(0), port));
    }

    private String url(String host, int port) {
        Ssl ssl = server.getSsl();
        String path = server.getServlet().getContextPath();
        return (ssl != null && ssl.isEnabled() ? "https" : "http") + "://" + host + ":" + port
                + (path == null ? "" : path) + "/";
    }

    /** Of an address that stands for all networks, localhost; it also is what people call 127.0.0.1. */
    private static String host(@Nullable InetAddress address) {
        if (address == null
                || address.isAnyLocalAddress()
                || address.getHostAddress().equals("127.0.0.1")) {
            return "localhost";
        }
        // without the network interface of a link-local address, which browsers do not know
        String host = address.getHostAddress().replaceFirst("%.*", "");
        return address instanceof Inet6Address ? "[" + host + "]" : host;
    }
}
