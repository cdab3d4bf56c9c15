package io.github.cards4j.decoding;

import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import java.util.List;

/**
 * One answer being decoded, step by step, so that a driver can share each forward pass among several answers and stop
 * between two steps:
 *
 * <pre>{@code
 * while (!decoding.done()) {
 *     List<Draw> draws = decoding.draws();
 *     decoding.advance(draws.isEmpty() ? List.of() : model.step(draws));
 * }
 * }</pre>
 */
public interface Decoding extends AutoCloseable {

    /** What it wants from the next pass of the language model; empty if it has other work to do first. */
    List<Draw> draws();

    /**
     * Takes the results of {@link #draws}; besides, does at most one device pass of its own (a chunk of a prompt, or a
     * batch of rewards).
     */
    void advance(List<Drawn> drawn);

    boolean done();

    /**
     * Whether it still reads what comes before the answer. Each {@link #advance} is a chunk of it then, the longest pass that
     * there is: a driver may let other answers go on before the next one.
     */
    default boolean reading() {
        return false;
    }

    /**
     * From now on no lane starts beyond so many, for instance because other answers want the device too; lanes that run go
     * on. When lanes run changes no answer.
     *
     * @param most at least 1
     */
    default void limitLanes(int most) {}

    /** Ends it now, with what has been accepted so far. */
    void stop(FinishReason reason);

    /** The answer, once {@link #done}. */
    DecodingResult result();

    /** Frees its caches. */
    @Override
    void close();
}
