package io.github.cards4j.checkpoint.internal.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.cards4j.checkpoint.HubSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Speaks the protocol of a model hub: small files by a relative redirect to a cache of its own, large ones by a redirect to a
 * second host, which must never see a token. Misbehaves where it is told to.
 */
final class FakeHub implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer hub = server();
    private final HttpServer store = server();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Model> models = new ConcurrentHashMap<>();
    private final Map<String, byte[]> large = new ConcurrentHashMap<>();
    private final List<Planned> planned = new CopyOnWriteArrayList<>();
    private final List<Meeting> meetings = new CopyOnWriteArrayList<>();
    final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** A model: commits by revision, files by commit. */
    private record Model(Map<String, String> revisions, Map<String, Map<String, byte[]>> commits) {}

    /** A request that came, {@code sent} the bytes of its answer's body. */
    record Seen(boolean atStore, String method, String path, String authorization, String range, AtomicLong bytes) {

        long sent() {
            return bytes.get();
        }

        @Override
        public String toString() {
            return (atStore ? "store " : "") + method + " " + path + (range.isEmpty() ? "" : " " + range);
        }
    }

    private record Meeting(String method, String path, CountDownLatch present) {}

    private record Planned(boolean atStore, String method, String path, Fault fault) {}

    FakeHub() {
        hub.createContext("/", exchange -> answer(exchange, false));
        store.createContext("/", exchange -> answer(exchange, true));
        for (HttpServer server : List.of(hub, store)) {
            server.setExecutor(threads);
            server.start();
        }
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + hub.getAddress().getPort();
    }

    /** Another name of this machine, so another host. */
    String storeAddress() {
        return "http://localhost:" + store.getAddress().getPort();
    }

    HubSettings settings(Path cache) {
        return new HubSettings(endpoint(), cache, null, false);
    }

    /** Puts a model there, at {@code main}. */
    String put(String name, Map<String, byte[]> files) {
        return put(name, "main", files);
    }

    /** @return the commit */
    String put(String name, String revision, Map<String, byte[]> files) {
        Model model =
                models.computeIfAbsent(name, n -> new Model(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        new TreeMap<>(files).forEach((file, content) -> {
            all.writeBytes(file.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(content);
            if (isLarge(file)) {
                large.put(sha256(content), content);
            }
        });
        String commit = hex("SHA-1", all.toByteArray());
        model.commits().put(commit, files);
        model.revisions().put(revision, commit);
        return commit;
    }

    static Map<String, byte[]> files(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** The next request of this kind meets a fault, instead or in part; one that is planned twice, the next two. */
    void plan(String method, String path, Fault fault) {
        planned.add(new Planned(false, method, path, fault));
    }

    /** The same at the second host; by the content's checksum. */
    void planAtStore(byte[] content, Fault fault) {
        planned.add(new Planned(true, "GET", sha256(content), fault));
    }

    /** Forgets what was seen and planned. */
    void clear() {
        seen.clear();
        planned.clear();
    }

    /** Requests of this kind are answered once there are so many. */
    void meet(String method, String path, int parties) {
        meetings.add(new Meeting(method, path, new CountDownLatch(parties)));
    }

    private void waitForTheOthers(String method, String path) throws IOException {
        for (Meeting meeting : meetings) {
            if (meeting.method().equals(method) && path.contains(meeting.path())) {
                meeting.present().countDown();
                try {
                    meeting.present().await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    void planAtStoreAny(Fault fault) {
        planned.add(new Planned(true, "GET", "", fault));
    }

    List<String> requests() {
        return seen.stream().map(Seen::toString).toList();
    }

    private void answer(HttpExchange exchange, boolean atStore) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        Fault fault = Fault.NONE;
        for (Planned plan : planned) {
            if (plan.atStore() == atStore
                    && plan.method().equals(method)
                    && path.contains(plan.path())
                    && planned.remove(plan)) {
                fault = plan.fault();
                break;
            }
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String range = exchange.getRequestHeaders().getFirst("Range");
        AtomicLong sent = new AtomicLong();
        seen.add(new Seen(
                atStore, method, path, authorization == null ? "" : authorization, range == null ? "" : range, sent));
        try {
            waitForTheOthers(method, path);
            if (fault.status() != 0) {
                fault.answer(exchange);
            } else if (atStore) {
                fromStore(exchange, path, fault, sent);
            } else {
                fromHub(exchange, path, fault, sent);
            }
        } finally {
            exchange.close();
        }
    }

    private void fromStore(HttpExchange exchange, String path, Fault fault, AtomicLong sent) throws IOException {
        byte[] content = large.get(path.substring(path.lastIndexOf('/') + 1));
        if (content == null) {
            Fault.error(404, "").answer(exchange);
        } else {
            fault.send(exchange, content, sent);
        }
    }

    private void fromHub(HttpExchange exchange, String path, Fault fault, AtomicLong sent) throws IOException {
        String[] parts = path.substring(1).split("/", -1);
        boolean api = parts[0].equals("api") && parts[1].equals("models");
        boolean again = parts[0].equals("api") && parts[1].equals("resolve-cache");
        int at = api || again ? 2 : 0;
        Model model = models.get(parts[at] + "/" + parts[at + 1]);
        if (model == null) {
            Fault.error(exchange.getRequestHeaders().containsKey("Authorization") ? 404 : 401, "RepoNotFound")
                    .answer(exchange);
            return;
        }
        if (api) {
            // api/models/owner/name/revision/REV
            String revision = String.join("/", Arrays.copyOfRange(parts, 5, parts.length));
            String commit = model.revisions().getOrDefault(revision, revision);
            if (model.commits().containsKey(commit)) {
                listing(
                        exchange,
                        parts[2] + "/" + parts[3],
                        commit,
                        model.commits().get(commit),
                        fault,
                        sent);
            } else {
                Fault.error(404, "RevisionNotFound").answer(exchange);
            }
            return;
        }
        String commit = parts[again ? 4 : 3];
        commit = model.revisions().getOrDefault(commit, commit);
        String file = String.join("/", Arrays.copyOfRange(parts, again ? 5 : 4, parts.length));
        byte[] content = model.commits().getOrDefault(commit, Map.of()).get(file);
        if (content == null) {
            exchange.getResponseHeaders().set("X-Repo-Commit", commit);
            Fault.error(404, "EntryNotFound").answer(exchange);
            return;
        }
        exchange.getResponseHeaders().set("X-Repo-Commit", commit);
        if (isLarge(file)) {
            exchange.getResponseHeaders()
                    .set(
                            "ETag",
                            "\"" + gitId(("pointer to " + sha256(content)).getBytes(StandardCharsets.UTF_8)) + "\"");
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + sha256(content) + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
            redirect(exchange, 302, storeAddress() + "/" + sha256(content) + "?sign=a|b");
            return;
        }
        if (!again) {
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
            redirect(exchange, 307, "/api/resolve-cache/" + parts[0] + "/" + parts[1] + "/" + commit + "/" + file);
            return;
        }
        exchange.getResponseHeaders().set("ETag", "\"" + gitId(content) + "\"");
        fault.send(exchange, content, sent);
    }

    private static void redirect(HttpExchange exchange, int status, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(status, -1);
    }

    private void listing(
            HttpExchange exchange, String name, String commit, Map<String, byte[]> files, Fault fault, AtomicLong sent)
            throws IOException {
        ObjectNode model = MAPPER.createObjectNode().put("id", name).put("sha", commit);
        var siblings = model.putArray("siblings");
        files.keySet().forEach(file -> siblings.addObject().put("rfilename", file));
        fault.send(exchange, MAPPER.writeValueAsBytes(model), sent);
    }

    static boolean isLarge(String file) {
        return file.endsWith(".safetensors") || file.endsWith(".bin");
    }

    static String sha256(byte[] content) {
        return hex("SHA-256", content);
    }

    static String gitId(byte[] content) {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        blob.writeBytes(("blob " + content.length + '\0').getBytes(StandardCharsets.US_ASCII));
        blob.writeBytes(content);
        return hex("SHA-1", blob.toByteArray());
    }

    static String etag(String file, byte[] content) {
        return isLarge(file) ? sha256(content) : gitId(content);
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        store.stop(0);
        threads.shutdownNow();
    }

    /** What is left of the plans, so that a test can see that all have happened. */
    List<?> planned() {
        return Collections.unmodifiableList(planned);
    }
}
