package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.SegmentEnd;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plain sampling: every token drawn becomes the answer at once. The same answer as the first attempt of the others. */
final class PlainDecoding extends AnswerDecoding {

    private @Nullable Attempt attempt;

    PlainDecoding(Answer answer) {
        super(answer, null, false);
    }

    @Override
    void begin() {
        attempt = answer.start(1);
    }

    @Override
    List<Draw> wanted() {
        return attempt == null ? List.of() : List.of(answer.draw(attempt));
    }

    @Override
    void take(List<Drawn> drawn) {
        Attempt current = attempt;
        requireCount(drawn, current == null ? 0 : 1);
        if (current == null) {
            return;
        }
        answer.grow(current, drawn.get(0), SegmentRule.WHOLE);
        if (current.ended()) {
            accept(current);
        } else {
            answer.text.accept(answer.read(current));
        }
    }

    private void accept(Attempt ended) {
        attempt = null;
        answer.tally.taken(ended);
        Candidate candidate = ended.unjudged();
        answer.accept(ended, candidate, 1, false);
        if (candidate.end() != SegmentEnd.STOPPED) {
            finish(answer.reason(candidate.end()));
        }
    }

    @Override
    void cancel() {
        Attempt current = attempt;
        if (current != null && current.size() > 0) {
            answer.end(current, SegmentEnd.STOPPED);
            accept(current);
        }
    }

    @Override
    double reward() {
        return Double.NaN;
    }
}
