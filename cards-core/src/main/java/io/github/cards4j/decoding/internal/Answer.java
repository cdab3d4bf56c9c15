package io.github.cards4j.decoding.internal;

import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.AttemptsExhaustedException;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.decoding.SegmentEnd;
import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer in progress: what has been accepted of it, and how candidates grow from there. */
final class Answer implements AutoCloseable {

    final DecodingOptions options;
    final DecodingListener listener;
    final Numbers numbers;
    final Tally tally = new Tally();
    final AnswerText text;

    private final Continuation continuation;
    private final Set<Integer> endTokens;
    /** The longest the answer can become, in tokens. */
    private final int limit;

    private final Tokens tokens = new Tokens();
    private final List<Segment> segments = new ArrayList<>();
    /** Length of the text up to the last accepted segment. */
    private int segmentStart;

    private boolean closed;

    Answer(LanguageModel model, int[] prompt, DecodingOptions options, DecodingListener listener) {
        this.options = options;
        this.listener = listener;
        this.numbers = new Numbers(options.seed());
        this.text = new AnswerText(model.tokenizer(), options.stopSequences(), piece -> {
            tally.textShown();
            listener.onText(piece);
        });
        this.endTokens = Set.copyOf(model.endTokens());
        this.limit = Math.min(options.maxNewTokens(), room(prompt.length, model.contextLength()));
        this.continuation = model.begin(prompt, options.sampling());
    }

    private static int room(int prompt, int context) {
        if (prompt == 0) {
            throw new IllegalArgumentException("the prompt is empty: it needs at least one token");
        }
        if (prompt >= context) {
            throw new IllegalArgumentException("the prompt leaves no room for an answer: it has " + prompt
                    + " tokens, and the model's context holds " + context + " for prompt and answer together");
        }
        return context - prompt;
    }

    static FinishReason reason(SegmentEnd end) {
        return switch (end) {
            case END_OF_SEQUENCE -> FinishReason.END_OF_SEQUENCE;
            case STOP_SEQUENCE -> FinishReason.STOP_SEQUENCE;
            case MAX_TOKENS -> FinishReason.LENGTH;
            case UNCERTAINTY, MAX_SEGMENT, TAG, STOPPED ->
                throw new IllegalArgumentException(end + " does not end an answer");
        };
    }

    boolean prefill() {
        return continuation.prefill();
    }

    int size() {
        return tokens.size();
    }

    Attempt start(int number) {
        return new Attempt(segments.size(), number, continuation.start());
    }

    /** The attempt takes a token, or ends before it. */
    void grow(Attempt attempt, Drawn drawn, SegmentRule rule) {
        if (rule.endsBefore(attempt.size(), drawn.entropy())) {
            end(attempt, SegmentEnd.UNCERTAINTY);
            return;
        }
        attempt.append(drawn.token(), drawn.logProbability());
        tally.proposed();
        listener.onEntropy(drawn.entropy());
        SegmentEnd end = endAfter(attempt, drawn.token(), rule);
        // The last token of an answer is never read: no need to hand it to the model.
        if (end == null || !end.last()) {
            attempt.lane.append(drawn.token());
        }
        if (end != null) {
            end(attempt, end);
        }
    }

    private @Nullable SegmentEnd endAfter(Attempt attempt, int token, SegmentRule rule) {
        if (endTokens.contains(token)) {
            return SegmentEnd.END_OF_SEQUENCE;
        }
        if (text.watchesStops() && read(attempt, false).stopped()) {
            return SegmentEnd.STOP_SEQUENCE;
        }
        if (tokens.size() + attempt.size() >= limit) {
            return SegmentEnd.MAX_TOKENS;
        }
        return rule.endsAt(attempt.size()) ? SegmentEnd.MAX_SEGMENT : null;
    }

    void end(Attempt attempt, SegmentEnd end) {
        String whole = read(attempt, end == SegmentEnd.END_OF_SEQUENCE).text();
        attempt.end(end, whole, whole.substring(Math.min(segmentStart, whole.length())));
    }

    /** @param ended whether the attempt's last token is one that ends the answer; it has no text */
    AnswerText.Reading read(Attempt attempt, boolean ended) {
        int count = attempt.size() - (ended ? 1 : 0);
        return text.read(tokens.followedBy(attempt.tokens, count), ended);
    }

    /** The attempt becomes part of the answer; all other lanes end. */
    void accept(Attempt attempt, Candidate candidate, int attempts, boolean exhausted) {
        if (candidate.end().last()) {
            attempt.lane.close();
        } else {
            continuation.accept(attempt.lane);
        }
        tokens.addAll(attempt.tokens);
        text.accept(attempt.whole());
        segmentStart = attempt.whole().length();
        Segment segment = new Segment(candidate, attempts, exhausted);
        segments.add(segment);
        if (candidate.end().last()) {
            text.end();
        }
        listener.onSegment(segment);
    }

    /**
     * No candidate can be taken: the answer ends here, perhaps with a configured sentence.
     *
     * @throws AttemptsExhaustedException if that was asked for
     */
    FinishReason endExhausted(Alignment alignment, int attempts) {
        return switch (alignment.onExhausted()) {
            case BEST, STOP -> FinishReason.EXHAUSTED;
            case REPLACE -> {
                text.append(alignment.replacement());
                yield FinishReason.REPLACED;
            }
            case FAIL ->
                throw new AttemptsExhaustedException("none of " + attempts + " attempts at segment " + segments.size()
                        + " was accepted, after " + tokens.size() + " tokens, and onExhausted=fail");
        };
    }

    /** Nothing follows: shows what was held back, and frees the caches. */
    DecodingResult finish(FinishReason reason, double reward, double promptReward, Usage rewardUsage, boolean greedy) {
        text.end();
        Usage usage = continuation.usage();
        close();
        return new DecodingResult(
                text.accepted(),
                tokens.toList(),
                reason,
                reward,
                promptReward,
                segments,
                tally.counters(usage, rewardUsage),
                greedy);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            continuation.close();
        }
    }
}
