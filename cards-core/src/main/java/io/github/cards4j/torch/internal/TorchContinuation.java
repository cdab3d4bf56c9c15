package io.github.cards4j.torch.internal;

import ai.djl.pytorch.jni.IValue;
import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One answer in progress: a cache whose prefix is the prompt and what has been accepted, and lanes behind it. */
final class TorchContinuation implements Continuation {

    /** Prompts are read in chunks: the mask of a whole long one does not fit. */
    static final int CHUNK = 256;

    private final Transformer transformer;
    private final PromptCache<KeyValueCache> prompts;
    private final int[] prompt;
    /** What others may have read for it: not the last token, since the answer begins with the logits behind that. */
    private final int[] beginning;

    private final Sampling sampling;
    private final KeyValueCache cache;
    private final List<TorchLane> lanes = new ArrayList<>();
    /** Accepted tokens that have not been read: the next step reads them once for all lanes. */
    private final IntArray unread = new IntArray();
    /** Logits [1, V] after the accepted prefix; null until it has been read. */
    private @Nullable IValue boundary;

    private long forwardPasses;
    private long tokensRead;
    private boolean closed;

    TorchContinuation(Transformer transformer, PromptCache<KeyValueCache> prompts, int[] prompt, Sampling sampling) {
        this.transformer = transformer;
        this.prompts = prompts;
        this.prompt = prompt.clone();
        this.sampling = sampling;
        beginning = Arrays.copyOf(prompt, prompt.length - 1);
        cache = prompts.begin(transformer, beginning, () -> transformer.newCache(prompt.length + CHUNK));
    }

    @Override
    public boolean prefill() {
        if (cache.prefix() >= prompt.length) {
            return true;
        }
        prompts.share(cache, beginning);
        int done = cache.prefix();
        int end = Math.min(prompt.length, done + CHUNK);
        Pass pass = new Pass();
        pass.on(cache);
        for (int i = done; i < end; i++) {
            pass.addToPrefix(prompt[i]);
        }
        boolean last = end == prompt.length;
        if (last) {
            pass.want();
        }
        try (Arena call = transformer.arena()) {
            IValue logits = transformer.logits(call, pass);
            if (last) {
                boundary = logits;
            } else {
                logits.close();
            }
        }
        count(end - done);
        return last;
    }

    @Override
    public Lane start() {
        if (boundary == null && unread.size() == 0) {
            throw new IllegalStateException("the prompt has not been read: call prefill until it returns true");
        }
        TorchLane lane = new TorchLane(this, cache.newBranch());
        lanes.add(lane);
        return lane;
    }

    @Override
    public void accept(Lane accepted) {
        TorchLane lane = (TorchLane) accepted;
        if (lane.continuation != this || lane.closed()) {
            throw new IllegalArgumentException("the lane does not belong to this answer, or has ended");
        }
        if (unread.size() > 0 && lane.slots.size() == 0 && lane.unread.size() == 0) {
            return;
        }
        IValue after = null;
        Logits logits = lane.logits();
        if (lane.unread.size() == 0 && logits != null && lane.slots.size() > 0) {
            after = transformer.row(logits.tensor(), lane.row());
        }
        try {
            cache.accept(cache.prefix(), lane.slots);
        } catch (RuntimeException | Error e) {
            if (after != null) {
                after.close();
            }
            throw e;
        }
        if (lane.slots.size() > 0 || lane.unread.size() > 0) {
            setBoundary(after);
        }
        for (int i = 0; i < lane.unread.size(); i++) {
            unread.add(lane.unread.get(i));
        }
        lanes.forEach(TorchLane::end);
        lanes.clear();
    }

    private void setBoundary(@Nullable IValue logits) {
        if (boundary != null) {
            boundary.close();
        }
        boundary = logits;
    }

    void forget(TorchLane lane) {
        cache.free(lane.slots);
        lanes.remove(lane);
    }

    Sampling sampling() {
        return sampling;
    }

    @Nullable
    IValue boundary() {
        return boundary;
    }

    /** Puts into the pass what the lanes have not read; returns each lane's row, -1 for those at the boundary. */
    int[] read(Pass pass, List<TorchLane> active) {
        if (failure != null) {
            throw new ModelException(
                    "the device failed in a step that this answer took part in: " + failure.getMessage(), failure);
        }
        int[] rows = new int[active.size()];
        boolean anything = unread.size() > 0 || active.stream().anyMatch(lane -> lane.unread.size() > 0);
        if (!anything) {
            Arrays.fill(rows, -1);
            return rows;
        }
        int before = pass.tokens();
        pass.on(cache);
        int accepted = -1;
        if (unread.size() > 0) {
            for (int i = 0; i < unread.size(); i++) {
                pass.addToPrefix(unread.get(i));
            }
            accepted = pass.want();
            unread.clear();
        }
        for (int i = 0; i < rows.length; i++) {
            TorchLane lane = active.get(i);
            rows[i] = accepted;
            if (lane.unread.size() > 0) {
                for (int t = 0; t < lane.unread.size(); t++) {
                    int position = cache.prefix() + lane.slots.size();
                    lane.slots.add(pass.addToBranch(lane.unread.get(t), position, lane.branch, cache.prefix()));
                }
                lane.unread.clear();
                rows[i] = pass.want();
            }
        }
        readRow = accepted;
        count(pass.tokens() - before);
        return rows;
    }

    /** What the model makes of its tokens is not finite: nobody else shall go on from them. */
    void spoilCache() {
        cache.spoil();
    }

    /** A pass failed: what was to be read in it is lost, and the answer cannot go on. */
    void spoil(Throwable reason) {
        cache.spoil();
        if (failure == null) {
            failure = reason;
        }
    }

    private @Nullable Throwable failure;

    private int readRow = -1;

    /** After the pass: keeps the boundary's row if accepted tokens were read in it. */
    void passed(IValue logits) {
        if (readRow >= 0) {
            setBoundary(transformer.row(logits, readRow));
            readRow = -1;
        }
    }

    private void count(int tokens) {
        forwardPasses++;
        tokensRead += tokens;
    }

    @Override
    public Usage usage() {
        return new Usage(forwardPasses, tokensRead);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            lanes.forEach(TorchLane::end);
            lanes.clear();
            setBoundary(null);
            prompts.end(cache);
        }
    }
}
