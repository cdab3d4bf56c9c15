package io.github.cards4j.samples.benchmark;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Segment;

/** Hears, as a caller does, how long a first token and a first accepted segment take. */
final class FirstHeard implements DecodingListener {

    private final long start = System.nanoTime();
    private long token;
    private long segment;

    /** An answer, and its times as its caller saw them, in milliseconds: waiting for other requests counts. */
    record Timed(CardsResponse response, double firstToken, double firstSegment, double whole) {}

    static Timed answer(Cards cards, CardsRequest request) {
        FirstHeard heard = new FirstHeard();
        CardsResponse response = cards.generate(request, heard);
        return new Timed(response, millis(heard.token), millis(heard.segment), millis(heard.since()));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private long since() {
        return System.nanoTime() - start;
    }

    @Override
    public void onEntropy(double entropy) {
        token = token == 0 ? since() : token;
    }

    @Override
    public void onSegment(Segment accepted) {
        segment = segment == 0 ? since() : segment;
    }
}
