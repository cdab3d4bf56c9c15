package io.github.cards4j.torch.internal;

import io.github.cards4j.model.Lane;
import org.jspecify.annotations.Nullable;

/** A branch of a continuation's token tree. */
final class TorchLane implements Lane {

    final TorchContinuation continuation;
    final int branch;
    /** Slots of the tokens that have been read, in order. */
    final IntArray slots = new IntArray();
    /** Tokens appended and not read yet. */
    final IntArray unread = new IntArray();

    /** Where the distribution after the last read token lies; null before the first read. */
    private @Nullable Logits logits;

    private int row;
    private boolean closed;

    TorchLane(TorchContinuation continuation, int branch) {
        this.continuation = continuation;
        this.branch = branch;
    }

    @Override
    public void append(int token) {
        if (closed) {
            throw new IllegalStateException("the lane has ended");
        }
        unread.add(token);
    }

    boolean closed() {
        return closed;
    }

    @Nullable
    Logits logits() {
        return logits;
    }

    int row() {
        return row;
    }

    void at(Logits fresh, int freshRow) {
        leaveLogits();
        logits = fresh.share();
        row = freshRow;
    }

    private void leaveLogits() {
        if (logits != null) {
            logits.leave();
            logits = null;
        }
    }

    /** The lane's part is over; its slots are the caller's business. */
    void end() {
        closed = true;
        leaveLogits();
    }

    @Override
    public void close() {
        if (!closed) {
            end();
            continuation.forget(this);
        }
    }
}
