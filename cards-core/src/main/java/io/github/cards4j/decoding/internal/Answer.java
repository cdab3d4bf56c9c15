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
import io.github.cards4j.grammar.Constraint;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.grammar.Position;
import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
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

    /** What the text may be; null for any text. */
    private final @Nullable Constraint constraint;
    /** How far the accepted tokens have written it. */
    private @Nullable Position position;
    /** The accepted attempt whose last tokens open a tag: the next segment is that tag. */
    private @Nullable Attempt carrying;
    /** Whether the last accepted segment is a tag. */
    private boolean behindTag;

    private final Continuation continuation;
    private final Set<Integer> endTokens;
    /** The longest the answer can become, in tokens. */
    private int limit;

    private final Tokens tokens = new Tokens();
    private final List<Segment> segments = new ArrayList<>();
    /** Length of the text up to the last accepted segment. */
    private int segmentStart;

    /** Whether any accepted token could have been another if the answer might become longer. */
    private boolean narrowed;

    private boolean closed;

    Answer(LanguageModel model, int[] prompt, DecodingOptions options, DecodingListener listener) {
        this.options = options;
        this.listener = listener;
        this.numbers = new Numbers(options.seed());
        this.endTokens = Set.copyOf(model.endTokens());
        this.limit = Math.min(options.maxNewTokens(), room(prompt.length, model.contextLength()));
        this.constraint = constraint(model);
        this.position = constraint == null ? null : constraint.start();
        Grammar grammar = options.grammar();
        this.text = new AnswerText(
                model.tokenizer(),
                options.stopSequences(),
                grammar != null && grammar.tagged() ? constraint : null,
                piece -> {
                    tally.textShown();
                    listener.onText(piece);
                },
                span -> {
                    tally.textShown();
                    listener.onTagged(span);
                });
        this.continuation = model.begin(prompt, options.sampling());
    }

    private @Nullable Constraint constraint(LanguageModel model) {
        Grammar grammar = options.grammar();
        if (grammar == null) {
            return null;
        }
        Constraint constraint = Constraint.of(grammar, model.tokenizer(), endTokens);
        constraint.requireRoom(limit);
        return constraint;
    }

    /**
     * Nobody could judge a longer answer. Called before anything has been drawn. An answer with tags stays as it was: what
     * stands in them is not judged.
     *
     * @throws IllegalArgumentException if no text of that length fits the grammar
     */
    void shorten(int most) {
        Grammar grammar = options.grammar();
        if (most < limit && (grammar == null || grammar.wholeText())) {
            limit = most;
            if (constraint != null) {
                constraint.requireRoom(limit);
            }
        }
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

    /** Why the answer ends with what has been accepted. If the limit had a say in what that is, it is the reason. */
    FinishReason reason(SegmentEnd end) {
        return switch (end) {
            case END_OF_SEQUENCE -> narrowed ? FinishReason.LENGTH : FinishReason.END_OF_SEQUENCE;
            case STOP_SEQUENCE -> narrowed ? FinishReason.LENGTH : FinishReason.STOP_SEQUENCE;
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
        Written written = position == null ? null : new Written(position);
        Attempt attempt = new Attempt(segments.size(), number, continuation.start(), written);
        if (carrying != null) {
            attempt.begin(carrying);
        }
        return attempt;
    }

    /** Whether a tag has opened that the next segment completes: one attempt will do, since nobody judges it. */
    boolean carries() {
        return carrying != null;
    }

    Draw draw(Attempt attempt) {
        double u = numbers.token(attempt.segment, attempt.number, attempt.size());
        Written written = attempt.written;
        return new Draw(attempt.lane, u, written == null ? null : written.now().mask(remaining(attempt)));
    }

    private int remaining(Attempt attempt) {
        return limit - tokens.size() - attempt.size();
    }

    /** Whether the text may be divided here: not within a tag, nor where there is no choice of what comes next. */
    private boolean divides(Attempt attempt) {
        Written written = attempt.written;
        return written == null
                || !(attempt.tag || written.now().opening() || written.now().forced(remaining(attempt)));
    }

    /** The attempt takes a token, or ends before it. */
    void grow(Attempt attempt, Drawn drawn, SegmentRule rule) {
        if (rule.endsBefore(attempt.size(), drawn.entropy()) && divides(attempt)) {
            end(attempt, SegmentEnd.UNCERTAINTY);
            return;
        }
        if (attempt.written != null && attempt.written.now().narrowed(remaining(attempt))) {
            attempt.narrow();
        }
        attempt.append(drawn.token(), drawn.logProbability());
        tally.proposed();
        listener.onEntropy(drawn.entropy());
        if (attempt.written != null && !endTokens.contains(drawn.token())) {
            attempt.written.append(drawn.token());
        }
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
            // Behind a tag it adds nothing that could be judged.
            attempt.tag |= behindTag && attempt.size() == 1;
            attempt.tag |= !rule.whole() && attempt.written != null && attempt.written.endsAsTag();
            return SegmentEnd.END_OF_SEQUENCE;
        }
        if (text.watchesStops() && read(attempt).stopped()) {
            return SegmentEnd.STOP_SEQUENCE;
        }
        if (tokens.size() + attempt.size() >= limit) {
            return SegmentEnd.MAX_TOKENS;
        }
        if (!rule.whole() && attempt.written != null && endsWithTag(attempt, attempt.written)) {
            return SegmentEnd.TAG;
        }
        return rule.endsAt(attempt.size()) && divides(attempt) ? SegmentEnd.MAX_SEGMENT : null;
    }

    /** A segment ends before a tag that opens, unless it begins with it, and where the tag closes. */
    private boolean endsWithTag(Attempt attempt, Written written) {
        if (!attempt.tag && written.opened()) {
            int before = written.tokensBeforeTag();
            if (before > 0) {
                attempt.leave(before);
                return true;
            }
            attempt.tag = true;
        }
        return attempt.tag && !written.now().inTag() && !written.now().forced(remaining(attempt));
    }

    void end(Attempt attempt, SegmentEnd end) {
        AnswerText.Reading reading = read(attempt, end == SegmentEnd.END_OF_SEQUENCE, end.last());
        String whole = reading.text();
        attempt.end(end, reading, whole.substring(Math.min(segmentStart, whole.length())));
    }

    /** The answer so far. */
    AnswerText.Reading read(Attempt attempt) {
        return read(attempt, false, false);
    }

    /**
     * @param ended whether the attempt's last token is one that ends the answer; it has no text
     * @param last whether nothing follows
     */
    private AnswerText.Reading read(Attempt attempt, boolean ended, boolean last) {
        int count = attempt.size() - (ended ? 1 : 0);
        return text.read(tokens.followedBy(attempt.tokens, count), ended, last);
    }

    /** The attempt becomes part of the answer; all other lanes end. */
    void accept(Attempt attempt, Candidate candidate, int attempts, boolean exhausted) {
        // the last segment too: the conversation's next turn goes on from what has been read
        continuation.accept(attempt.lane);
        tokens.addAll(attempt.tokens);
        narrowed |= attempt.narrowed();
        text.accept(attempt.reading());
        carrying = attempt.carry.size() > 0 ? attempt : null;
        behindTag = attempt.tag;
        if (attempt.written != null && !candidate.end().last()) {
            position = attempt.written.after(attempt.size());
        }
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
                text.spans(),
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
