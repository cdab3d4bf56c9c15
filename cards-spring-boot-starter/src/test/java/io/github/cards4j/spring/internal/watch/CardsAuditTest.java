package io.github.cards4j.spring.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.spring.Letters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class CardsAuditTest {

    private static final long LARGE = 1_000_000;

    @TempDir
    private Path folder;

    private static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private static CardsResponse ask(CardsAudit audit, String profile) {
        try (audit;
                Cards cards = Letters.engine()) {
            cards.observe(audit.of(cards));
            return cards.generate(CardsRequest.of("Hi").withProfile(profile));
        }
    }

    @Test
    void everyJudgedCandidateIsALine() throws IOException {
        Path file = folder.resolve("logs/audit.jsonl");
        CardsResponse response = ask(new CardsAudit(new AuditFile(file, LARGE, 1), 10_000), "strict");

        List<JsonNode> lines = read(file);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.get("request").asText()).hasSize(36);
            assertThat(line.get("profile").asText()).isEqualTo("strict");
            assertThat(line.get("time").asText()).startsWith("20");
            assertThat(line.get("text").asText()).hasSize(4);
            assertThat(line.get("reward").isNumber()).isTrue();
            assertThat(line.get("threshold").asDouble()).isEqualTo(0.5);
        });
        List<JsonNode> rejected = lines.stream()
                .filter(line -> line.get("outcome").asText().equals("rejected"))
                .toList();
        List<JsonNode> taken =
                lines.stream().filter(line -> !rejected.contains(line)).toList();
        assertThat(rejected).isNotEmpty();
        assertThat(taken.stream().map(line -> line.get("text").asText()).collect(Collectors.joining()))
                .isEqualTo(response.text());
        assertThat(taken.stream().map(line -> line.get("reward").asDouble()))
                .containsExactlyElementsOf(response.result().segments().stream()
                        .map(Segment::reward)
                        .toList());
        assertThat(lines)
                .hasSize((int) response.result().counters().candidatesJudged())
                .extracting(line -> line.get("segment").asText() + "/" + line.get("attempt"))
                .doesNotHaveDuplicates();
    }

    @Test
    void plainAnswersAreNotJudgedAndLeaveNoLine() throws IOException {
        Path file = folder.resolve("audit.jsonl");
        ask(new CardsAudit(new AuditFile(file, LARGE, 1), 10_000), "plain");

        assertThat(file).satisfiesAnyOf(f -> assertThat(f).doesNotExist(), f -> assertThat(f)
                .isEmptyFile());
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        Path file = folder.resolve("logs/audit.jsonl");
        try (AuditFile audit = new AuditFile(file, 10, 2)) {
            audit.append(List.of("first line", "second line"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("logs/audit.jsonl.1"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aFullFileIsPutAsideAndTheOldestGoes() throws IOException {
        Path file = folder.resolve("audit.jsonl");
        try (AuditFile audit = new AuditFile(file, 20, 2)) {
            for (int i = 1; i <= 9; i++) {
                audit.append(List.of("line " + i));
            }
        }
        // 7 bytes a line: two fit into 20
        assertThat(file).hasContent("line 9");
        assertThat(folder.resolve("audit.jsonl.1")).hasContent("line 7\nline 8");
        assertThat(folder.resolve("audit.jsonl.2")).hasContent("line 5\nline 6");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void itGoesOnWhereItEndedAndKeepsNothingIfToldSo() throws IOException {
        Path file = folder.resolve("audit.jsonl");
        for (int i = 1; i <= 3; i++) {
            try (AuditFile audit = new AuditFile(file, 20, 0)) {
                audit.append(List.of("line " + i));
            }
        }
        assertThat(file).hasContent("line 3");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidOnceAndHarmsNoAnswer() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        Logger logger = (Logger) LoggerFactory.getLogger(CardsAudit.class);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        logger.addAppender(seen);
        logger.setAdditive(false);
        try (CardsAudit audit = new CardsAudit(new AuditFile(notAFolder.resolve("audit.jsonl"), LARGE, 1), 10_000);
                Cards cards = Letters.engine()) {
            cards.observe(audit.of(cards));
            for (int i = 0; i < 5; i++) {
                assertThat(cards.generate(CardsRequest.of("Hi")).text()).hasSize(12);
            }
        } finally {
            logger.detachAppender(seen);
            logger.setAdditive(true);
        }
        assertThat(seen.list.stream().filter(event -> event.getLevel() == Level.ERROR))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.getFormattedMessage()).contains("audit.jsonl", "cannot be written"));
    }

    @Test
    void aSlowDiskLosesLinesNotAnswers() throws Exception {
        Path file = folder.resolve("audit.jsonl");
        CountDownLatch disk = new CountDownLatch(1);
        AuditFile slow = new AuditFile(file, LARGE, 1) {
            @Override
            void append(List<String> lines) throws IOException {
                try {
                    disk.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                super.append(lines);
            }
        };
        CardsResponse response;
        try (CardsAudit audit = new CardsAudit(slow, 1);
                Cards cards = Letters.engine()) {
            cards.observe(audit.of(cards));
            response = cards.generate(CardsRequest.of("Hi"));
            disk.countDown();
        }
        List<JsonNode> lines = read(file);
        long dropped = lines.stream()
                .filter(line -> line.has("dropped"))
                .mapToLong(line -> line.get("dropped").asLong())
                .sum();
        long written = lines.stream().filter(line -> line.has("text")).count();
        assertThat(dropped).isPositive();
        assertThat(written + dropped).isEqualTo(response.result().counters().candidatesJudged());
    }

    @Test
    void whatWasDroppedIsSaidOnceTheFileCanBeWrittenAgain() throws Exception {
        Path file = folder.resolve("audit.jsonl");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch disk = new CountDownLatch(1);
        CompletableFuture<Integer> failed = new CompletableFuture<>();
        AtomicInteger writes = new AtomicInteger();
        AuditFile full = new AuditFile(file, LARGE, 1) {
            @Override
            void append(List<String> lines) throws IOException {
                int write = writes.incrementAndGet();
                if (write == 1) {
                    begun.countDown();
                    try {
                        disk.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                if (write == 2) {
                    failed.complete((int)
                            lines.stream().filter(line -> line.contains("text")).count());
                    throw new IOException("no space left");
                }
                super.append(lines);
            }
        };
        long judged = 0;
        try (CardsAudit audit = new CardsAudit(full, 1);
                Cards cards = Letters.engine()) {
            cards.observe(audit.of(cards));
            judged += cards.generate(CardsRequest.of("Hi")).result().counters().candidatesJudged();
            begun.await();
            judged += cards.generate(CardsRequest.of("Hi")).result().counters().candidatesJudged();
            disk.countDown();
            failed.get(30, TimeUnit.SECONDS);
        }
        List<JsonNode> lines = read(file);
        long dropped =
                lines.stream().mapToLong(line -> line.path("dropped").asLong()).sum();
        long written = lines.stream().filter(line -> line.has("text")).count();
        assertThat(dropped).isPositive();
        assertThat(written + dropped + failed.get()).isEqualTo(judged);
    }
}
