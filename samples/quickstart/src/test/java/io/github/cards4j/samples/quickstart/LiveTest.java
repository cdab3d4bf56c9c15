package io.github.cards4j.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.decoding.SegmentEnd;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the program shows, to the character. */
class LiveTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Screen screen = screen(false);

    @Test
    void plainTextIsBrokenIntoLinesHoweverItIsCutIntoPieces() {
        LiveText text = new LiveText(screen, "  ");
        String answer = "Thank you for asking. ".repeat(5) + "\nThe end";
        answer.chars().forEach(c -> text.onText(String.valueOf((char) c)));
        text.end();

        assertThat(shown().lines().toList())
                .isEqualTo(
                        Wrap.lines(answer, 70).stream().map(line -> "  " + line).toList());
        assertThat(shown()).endsWith("  The end\n");
    }

    @Test
    void segmentsShowRewardAndAttempts() {
        LiveSegments segments = new LiveSegments(screen);
        segments.begin();
        segments.onSegment(new Segment(candidate(" Certainly.", 1.234), 3, false));
        segments.onSegment(new Segment(candidate(" We will look into it.", -0.5), 21, true));

        assertThat(shown()).isEqualTo("""
                  reward  attempts   segment
                   +1.23         3   Certainly.
                   -0.50       21!   We will look into it.
                """);
    }

    @Test
    void onATerminalRejectedCandidatesAreCountedOnALineThatPasses() {
        LiveSegments segments = new LiveSegments(screen(true));
        segments.onRejected(candidate("No.", -3));
        segments.onSegment(new Segment(candidate("Yes.", 1), 2, false));

        assertThat(shown())
                .contains("1   rejected so far")
                .contains("\r\u001b[K   +1.00")
                .endsWith("Yes.\n");
    }

    @Test
    void theSummaryFitsItsWidth() {
        Outcome plain = new Outcome("unaligned", result("No. ".repeat(40)), -1.5, new Outcome.Style(true, "curt"));
        Outcome aligned = new Outcome("aligned", result("Yes, of course."), 2, new Outcome.Style(false, "courteous"));
        new Summary(plain, aligned).show(screen);

        assertThat(shown().lines()).allMatch(line -> line.length() <= 72);
        assertThat(shown())
                .containsPattern("reward +-1\\.50 +\\+2\\.00\n")
                .containsPattern("true style +curt +courteous\n")
                .containsPattern("total time +1\\.5 s +1\\.5 s\n");
    }

    @Test
    void withoutAGrammarNothingIsSaidAboutStyle() {
        Outcome outcome = new Outcome("unaligned", result("Yes."), 1, null);
        new Summary(outcome, outcome).show(screen);

        assertThat(shown()).doesNotContain("style");
    }

    private Screen screen(boolean live) {
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), 72, live, false);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static Candidate candidate(String text, double reward) {
        return new Candidate(0, 1, text, List.of(1), -1, reward, 0, SegmentEnd.UNCERTAINTY);
    }

    private static DecodingResult result(String text) {
        Duration time = Duration.ofMillis(1500);
        Counters counters = new Counters(3, 1, 2, 0, 1, 4, 4, 5, 5, 0, time, time);
        return new DecodingResult(text, List.of(1), FinishReason.END_OF_SEQUENCE, 1, 0, List.of(), counters, false);
    }
}
