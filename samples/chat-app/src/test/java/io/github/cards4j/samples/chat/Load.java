package io.github.cards4j.samples.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that ask one question after the other, and wait as they are told. */
final class Load {

    private static final List<String> QUESTIONS = List.of(
            "My parcel is late. Where is it?",
            "I want my money back.",
            "The mug arrived broken. What now?",
            "How do I change my address?");

    private final int port;
    private final int clients;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();
    private final Queue<Double> millis = new ConcurrentLinkedQueue<>();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();

    Load(int port, int clients) {
        this.port = port;
        this.clients = clients;
    }

    /** Lets all clients ask for that long, and waits for their last answers. */
    void run(Duration duration) throws InterruptedException {
        CountDownLatch stop = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        for (int i = 0; i < clients; i++) {
            int number = i;
            pool.execute(() -> ask(number, stop));
        }
        var unused = stop.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        stop.countDown();
        pool.shutdown();
        if (!pool.awaitTermination(5, TimeUnit.MINUTES)) {
            problems.add("clients still wait for their answers after five minutes");
        }
    }

    private void ask(int number, CountDownLatch stop) {
        Client client = new Client(port);
        try {
            for (int i = number; stop.getCount() > 0; i++) {
                String more = i % 5 == 0 ? ",\"strength\":0" : ",\"strength\":0.5";
                long start = System.nanoTime();
                HttpResponse<String> response =
                        client.post("/api/chat", Client.question(QUESTIONS.get(i % QUESTIONS.size()), more));
                if (response.statusCode() == 429) {
                    refused.incrementAndGet();
                    String seconds =
                            response.headers().firstValue("Retry-After").orElse("missing");
                    var unused = stop.await(Long.parseLong(seconds), TimeUnit.SECONDS);
                } else {
                    check(response);
                    millis.add((System.nanoTime() - start) / 1e6);
                }
            }
        } catch (RuntimeException | InterruptedException e) {
            problems.add(e.toString());
        }
    }

    private void check(HttpResponse<String> response) {
        Events events = Events.of(response.body());
        JsonNode done = events.last();
        boolean whole = response.statusCode() == 200
                && events.lastName().equals("done")
                && events.text().equals(done.path("text").asText())
                && !events.text().isBlank();
        if (whole) {
            answered.incrementAndGet();
            tokens.addAndGet(done.path("tokensAccepted").asLong());
        } else {
            problems.add(response.statusCode() + " " + response.body());
        }
    }

    long answered() {
        return answered.get();
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    String report() {
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return String.format(
                "%d answers (%d tokens), all whole; %d times told to come again; %d problems; answer in ms: median %.0f, 95 %% %.0f",
                answered.get(), tokens.get(), refused.get(), problems.size(), at(sorted, 0.5), at(sorted, 0.95));
    }

    private static double at(List<Double> sorted, double part) {
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) (part * (sorted.size() - 1)));
    }
}
