package io.github.cards4j.samples.chat.security;

import io.github.cards4j.samples.chat.ChatAppProperties;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.stereotype.Component;

/**
 * Names under which the application is called. A page of another site whose name suddenly means this machine (DNS rebinding) comes
 * with its own name.
 */
@Component
final class Hosts {

    private final Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", canonical("[::1]")));

    Hosts(ServerProperties server, ChatAppProperties properties) {
        InetAddress address = server.getAddress();
        if (address != null && !address.isAnyLocalAddress()) {
            // without the network interface of a link-local address
            names.add(address.getHostAddress().replaceFirst("%.*", ""));
        }
        properties.allowedHosts().forEach(name -> names.add(canonical(name)));
    }

    /** @param host as in the header, with or without a port */
    boolean served(@Nullable String host) {
        return host != null && names.contains(canonical(withoutPort(host)));
    }

    /** Whether a page of this origin was served under this host's name, by this application. */
    static boolean same(String origin, String host) {
        return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
    }

    /** An IPv6 address has many spellings. Whatever stands in brackets is taken for one, and never looked up. */
    private static String canonical(String name) {
        if (name.startsWith("[")) {
            try {
                return InetAddress.getByName(name).getHostAddress();
            } catch (UnknownHostException e) {
                return name;
            }
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static String withoutPort(String host) {
        int bracket = host.lastIndexOf(']');
        int colon = host.indexOf(':', Math.max(0, bracket));
        return colon < 0 ? host : host.substring(0, colon);
    }
}
