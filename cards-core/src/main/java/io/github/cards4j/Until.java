package io.github.cards4j;

import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.decoding.Span;
import java.util.concurrent.Future;

/** Tells a listener what happens until nobody waits for the answer any more. */
record Until(Future<?> end, DecodingListener listener) implements DecodingListener {

    @Override
    public void onText(String text) {
        if (!end.isDone()) {
            listener.onText(text);
        }
    }

    @Override
    public void onTagged(Span span) {
        if (!end.isDone()) {
            listener.onTagged(span);
        }
    }

    @Override
    public void onSegment(Segment segment) {
        if (!end.isDone()) {
            listener.onSegment(segment);
        }
    }

    @Override
    public void onRejected(Candidate candidate) {
        if (!end.isDone()) {
            listener.onRejected(candidate);
        }
    }

    @Override
    public void onEntropy(double entropy) {
        if (!end.isDone()) {
            listener.onEntropy(entropy);
        }
    }
}
