package io.github.cards4j.spring.internal.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsObserver;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Segment;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes judged candidates to a file, on a thread of its own: the engine's only puts them into a queue, and drops them if that is
 * full. A file that cannot be written is said once, and harms no answer.
 */
public final class CardsAudit implements CardsWatch, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CardsAudit.class);
    private static final int BATCH = 512;
    private static final long CLOSE_SECONDS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param candidate null for the end of the log */
    private record Entry(
            Instant time,
            String request,
            @Nullable String profile,
            String outcome,
            @Nullable Candidate candidate) {}

    private static final Entry END = new Entry(Instant.EPOCH, "", null, "", null);

    private final AuditFile file;
    private final BlockingQueue<Entry> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;

    /** Entries since the file failed; touched by the writer only. */
    private long lost;

    private boolean failing;

    public CardsAudit(AuditFile file, int queueCapacity) {
        this.file = file;
        queue = new ArrayBlockingQueue<>(queueCapacity);
        writer = new Thread(this::write, "cards-audit");
        writer.setDaemon(true);
        writer.start();
        LOG.info("judged candidates are written to {}, with their text", file.path());
    }

    @Override
    public CardsObserver of(Cards cards) {
        return new CardsObserver() {
            @Override
            public DecodingListener onStart(CardsRequest request) {
                return new Answer(UUID.randomUUID().toString(), request.profile());
            }
        };
    }

    private final class Answer implements DecodingListener {
        private final String request;
        private final @Nullable String profile;

        Answer(String request, @Nullable String profile) {
            this.request = request;
            this.profile = profile;
        }

        @Override
        public void onRejected(Candidate candidate) {
            put("rejected", candidate);
        }

        @Override
        public void onSegment(Segment segment) {
            if (segment.judged()) {
                put(segment.exhausted() ? "exhausted" : "accepted", segment.candidate());
            }
        }

        private void put(String outcome, Candidate candidate) {
            if (!queue.offer(new Entry(Instant.now(), request, profile, outcome, candidate))) {
                dropped.incrementAndGet();
            }
        }
    }

    private void write() {
        try {
            boolean more = true;
            while (more) {
                List<Entry> batch = new ArrayList<>();
                batch.add(queue.take());
                queue.drainTo(batch, BATCH);
                more = !batch.contains(END);
                write(batch);
            }
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("the audit log {} could not be closed", file.path(), e);
        }
    }

    private void write(List<Entry> batch) {
        List<String> lines = new ArrayList<>();
        long missing = dropped.getAndSet(0);
        try {
            for (Entry entry : batch) {
                if (!entry.equals(END)) {
                    lines.add(line(entry));
                }
            }
            if (missing > 0) {
                lines.add(JSON.writeValueAsString(Map.of("time", Instant.now().toString(), "dropped", missing)));
            }
            file.append(lines);
            if (failing) {
                failing = false;
                LOG.warn("the audit log {} is written again; about {} entries are lost", file.path(), lost);
                lost = 0;
            }
        } catch (IOException | RuntimeException e) {
            lost += batch.stream().filter(entry -> !entry.equals(END)).count();
            dropped.addAndGet(missing);
            if (!failing) {
                failing = true;
                LOG.error("the audit log {} cannot be written; answers go on without it", file.path(), e);
            }
        }
    }

    private static String line(Entry entry) throws JsonProcessingException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", entry.time().toString());
        line.put("request", entry.request());
        if (entry.profile() != null) {
            line.put("profile", entry.profile());
        }
        Candidate candidate = entry.candidate();
        if (candidate != null) {
            line.put("segment", candidate.segment());
            line.put("attempt", candidate.attempt());
            line.put("outcome", entry.outcome());
            number(line, "reward", candidate.reward());
            number(line, "threshold", candidate.threshold());
            line.put("text", candidate.text());
        }
        return JSON.writeValueAsString(line);
    }

    /** JSON has no NaN. */
    private static void number(Map<String, Object> line, String name, double value) {
        if (Double.isFinite(value)) {
            line.put(name, value);
        }
    }

    /** Writes what waits, for a few seconds at most. */
    @Override
    public void close() {
        try {
            if (queue.offer(END, CLOSE_SECONDS, TimeUnit.SECONDS)) {
                writer.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writer.isAlive()) {
            LOG.warn(
                    "the audit log {} is not complete: {} entries were not written in time", file.path(), queue.size());
            writer.interrupt();
        }
    }
}
