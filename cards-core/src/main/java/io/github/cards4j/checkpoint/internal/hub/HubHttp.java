package io.github.cards4j.checkpoint.internal.hub;

import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import io.github.cards4j.checkpoint.HubSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * Requests to a hub, redirects followed by hand: the token goes to the hub's own scheme, host and port, and once a redirect
 * has led away from there, nowhere any more.
 */
final class HubHttp {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final int MOST_REDIRECTS = 10;
    private static final String AGENT = "cards4j; java/" + Runtime.version().feature();

    private final HttpClient client;
    private final HubSettings settings;
    private final URI endpoint;

    HubHttp(HttpClient client, HubSettings settings) {
        this.client = client;
        this.settings = settings;
        this.endpoint = endpoint(settings.endpoint());
        if (settings.token() != null && !settings.token().matches("[!-~]+")) {
            throw new HubException(
                    Reason.FORBIDDEN,
                    "The token for " + settings.endpoint() + " holds characters that no token has. Set HF_TOKEN to the"
                            + " token alone.");
        }
    }

    private static URI endpoint(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new HubException(
                Reason.UNREACHABLE,
                "HF_ENDPOINT is '" + text
                        + "', but must be the address of a hub, as https://host. Correct or unset it.");
    }

    /** An address at the hub; parts of the path are to be encoded already. */
    URI at(String path) {
        return URI.create(settings.endpoint() + path);
    }

    /**
     * The first answer that is no redirect; to a HEAD also a redirect that leads to another host, since its headers say what
     * the hub knows of the file. The body is to be closed.
     *
     * @param range {@code Range} header, or empty
     */
    HttpResponse<InputStream> send(String method, URI first, String range) throws IOException, InterruptedException {
        URI at = first;
        boolean home = true;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response =
                    client.send(request(method, at, home, range), BodyHandlers.ofInputStream());
            if (!isRedirect(response.statusCode())) {
                return response;
            }
            URI next = target(at, response.headers().firstValue("Location").orElse(""));
            if (!sameOrigin(next)) {
                if (method.equals("HEAD")) {
                    return response;
                }
                home = false;
            }
            response.body().close();
            at = next;
        }
        throw new IOException("more than " + MOST_REDIRECTS + " redirects from " + first);
    }

    private HttpRequest request(String method, URI at, boolean home, String range) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at)
                .method(method, BodyPublishers.noBody())
                .timeout(ANSWER_TIMEOUT)
                .header("User-Agent", AGENT)
                // Sizes and ranges are those of the file itself.
                .header("Accept-Encoding", "identity");
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        if (home && settings.token() != null) {
            request.header("Authorization", "Bearer " + settings.token());
        }
        return request.build();
    }

    static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** @throws HubException if it is no address to go to, or gives up encryption */
    static URI target(URI at, String location) {
        URI next;
        try {
            next = at.resolve(URI.create(encoded(location)));
        } catch (IllegalArgumentException e) {
            throw leadsAstray(at, "leads to no web address");
        }
        boolean secure = "https".equalsIgnoreCase(next.getScheme());
        if (location.isEmpty() || next.getHost() == null || !secure && !"http".equalsIgnoreCase(next.getScheme())) {
            throw leadsAstray(at, "leads to no web address");
        }
        if (!secure && "https".equalsIgnoreCase(at.getScheme())) {
            throw leadsAstray(at, "leads to " + next.getHost() + " without encryption");
        }
        return next;
    }

    private static HubException leadsAstray(URI from, String how) {
        return new HubException(
                Reason.CORRUPT,
                "A redirect from " + from.getHost() + " " + how + ". Nothing was read from there; check HF_ENDPOINT and"
                        + " the proxy.");
    }

    /** Addresses that were signed may hold characters that Java's URI refuses, though browsers do not. */
    private static String encoded(String location) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : location.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c <= ' ' || c >= 127 || "\"<>\\^`{|}".indexOf(c) >= 0) {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }

    private boolean sameOrigin(URI uri) {
        return Objects.equals(lower(uri.getScheme()), lower(endpoint.getScheme()))
                && Objects.equals(lower(uri.getHost()), lower(endpoint.getHost()))
                && port(uri) == port(endpoint);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
