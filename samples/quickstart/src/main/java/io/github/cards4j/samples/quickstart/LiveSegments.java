package io.github.cards4j.samples.quickstart;

import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Segment;
import java.util.List;

/** Shows segments as they are accepted: reward, number of attempts, text. */
final class LiveSegments implements DecodingListener {

    private static final int REWARD = 8;
    private static final int ATTEMPTS = 10;
    private static final String GAP = "   ";

    private final Screen screen;
    private int rejected;

    LiveSegments(Screen screen) {
        this.screen = screen;
    }

    void begin() {
        String header = Wrap.right("reward", REWARD) + Wrap.right("attempts", ATTEMPTS) + GAP + "segment";
        screen.line(screen.style(header, Screen.Style.DIM));
    }

    @Override
    public void onRejected(Candidate candidate) {
        rejected++;
        screen.passing(
                Wrap.right("", REWARD) + Wrap.right(String.valueOf(rejected), ATTEMPTS) + GAP + "rejected so far");
    }

    @Override
    public void onSegment(Segment segment) {
        rejected = 0;
        int indent = REWARD + ATTEMPTS + GAP.length();
        List<String> lines = Wrap.lines(segment.text(), screen.width() - indent);
        // Attempts ran out: the best of them was taken without a test.
        String attempts = Wrap.right(segment.attempts() + (segment.exhausted() ? "!" : ""), ATTEMPTS);
        screen.line(screen.style(Wrap.right(Numbers.reward(segment.reward()), REWARD), Screen.Style.BOLD)
                + screen.style(attempts, segment.exhausted() ? Screen.Style.YELLOW : Screen.Style.DIM)
                + GAP
                + lines.get(0));
        lines.stream().skip(1).forEach(line -> screen.line(" ".repeat(indent) + line));
    }
}
