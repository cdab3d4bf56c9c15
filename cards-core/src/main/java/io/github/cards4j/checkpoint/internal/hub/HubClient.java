package io.github.cards4j.checkpoint.internal.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import io.github.cards4j.checkpoint.HubSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What a hub says of one model. */
final class HubClient {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_LISTING = 64 << 20;

    private final HubHttp http;
    private final HubId id;
    private final HubAnswers answers;
    private final Surroundings.Pause pause;
    private final LongSupplier nanos;

    HubClient(HubSettings settings, HubId id, Surroundings surroundings) {
        this.http = new HubHttp(surroundings.http(), settings);
        this.id = id;
        this.answers = new HubAnswers(settings, id);
        this.pause = surroundings.pause();
        this.nanos = surroundings.nanos();
    }

    /**
     * The files of a model at a revision.
     *
     * @param commit that the revision is
     * @param names of all files, as the hub gives them
     */
    record Listing(String commit, List<String> names) {}

    Retries retries(String what, int most) {
        return new Retries("Cannot fetch " + what, most, pause);
    }

    /** @param attempts after the first */
    Listing listing(int attempts) throws InterruptedException {
        Retries retries = retries(id + " from " + http.at(""), attempts);
        URI uri = http.at("/api/models/" + id.name() + "/revision/" + encoded(id.revision()));
        while (true) {
            try {
                HttpResponse<InputStream> response = http.send("GET", uri, "");
                try (InputStream body = response.body()) {
                    answers.check(response);
                    return parsed(WatchedBody.read(body, MOST_LISTING, nanos));
                }
            } catch (IOException e) {
                retries.after(e);
            }
        }
    }

    private Listing parsed(byte[] json) throws IOException {
        JsonNode model = MAPPER.readTree(json);
        String commit = model.path("sha").asText("");
        if (!HubId.isCommit(commit) || !model.path("siblings").isArray()) {
            throw new HubException(
                    Reason.UNREACHABLE,
                    "What answers at " + http.at("") + " does not speak the protocol of a model hub, so that " + id
                            + " cannot be fetched. Check HF_ENDPOINT and the proxy.");
        }
        List<String> names = new ArrayList<>();
        model.path("siblings").forEach(file -> names.add(file.path("rfilename").asText("")));
        return new Listing(commit, names);
    }

    /** What a file is, without its content. */
    RepoFile head(String commit, String name) throws InterruptedException {
        Retries retries = retries(name + " of " + id, Retries.MOST);
        while (true) {
            try {
                HttpResponse<InputStream> response = http.send("HEAD", address(commit, name), "");
                response.body().close();
                answers.check(response);
                HttpHeaders headers = response.headers();
                String etag = headers.firstValue("X-Linked-Etag")
                        .or(() -> headers.firstValue("ETag"))
                        .orElse("")
                        .replaceAll("^W/|\"", "");
                OptionalLong size = headers.firstValueAsLong("X-Linked-Size");
                if (size.isEmpty()) {
                    size = headers.firstValueAsLong("Content-Length");
                }
                // The etag becomes a file name.
                if (size.isEmpty() || size.getAsLong() < 0 || !etag.matches("[A-Za-z0-9][A-Za-z0-9_.-]{7,127}")) {
                    throw new HubException(
                            Reason.CORRUPT,
                            "The hub at " + http.at("") + " gives no usable size and etag of " + name + " of " + id
                                    + ". Check HF_ENDPOINT and the proxy, or download the model by other means and give"
                                    + " its folder.");
                }
                return new RepoFile(name, etag, size.getAsLong());
            } catch (IOException e) {
                retries.after(e);
            }
        }
    }

    /** The content of a file from a byte on, or all of it: the status tells. One attempt; the body is to be closed. */
    HttpResponse<InputStream> content(String commit, String name, long from) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send("GET", address(commit, name), from == 0 ? "" : "bytes=" + from + "-");
        try {
            if (response.statusCode() != 416) {
                answers.check(response);
            }
            return response;
        } catch (IOException | RuntimeException e) {
            response.body().close();
            throw e;
        }
    }

    private URI address(String commit, String name) {
        String path = Arrays.stream(name.split("/")).map(HubClient::encoded).collect(Collectors.joining("/"));
        return http.at("/" + id.name() + "/resolve/" + commit + "/" + path);
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
