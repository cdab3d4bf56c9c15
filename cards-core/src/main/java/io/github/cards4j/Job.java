package io.github.cards4j;

import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import java.util.List;

/** Work on the device, done step by step on the worker's thread together with other work. */
interface Job {

    /** Begins it, on the worker's thread. */
    void begin();

    /** How many lanes it may have from now on. */
    void limitLanes(int most);

    /** Looks whether it was cancelled or its deadline passed; also while it waits to begin. */
    void poll();

    /** What it wants from the next pass of the language model. */
    List<Draw> draws();

    /** Whether its next passes read what comes before an answer: long ones, which may wait while answers grow. */
    boolean reading();

    /** Takes the results, and does at most one device pass of its own. */
    void advance(List<Drawn> drawn);

    /** Whether nothing is left to do, be it that the result is there or that nobody wants it any more. */
    boolean done();

    /** Hands the result over; called once it is {@link #done}, unless it failed. */
    void finish();

    void fail(Throwable reason);

    /** Frees what it holds on the device. */
    void close();
}
