package io.github.cards4j;

import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.decoding.Span;
import io.github.cards4j.model.ToolCall;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.tools.ToolUse;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Reads an answer's tool calls as they come, and tells a listener. */
final class CallListener implements DecodingListener {

    private final ToolUse use;
    private final List<ToolSpec> tools;
    private final RandomGenerator ids;
    private final DecodingListener listener;
    private final List<ToolCall> calls = new ArrayList<>();

    /** @param ids where the calls' ids come from */
    CallListener(ToolUse use, List<ToolSpec> tools, RandomGenerator ids, DecodingListener listener) {
        this.use = use;
        this.tools = tools;
        this.ids = ids;
        this.listener = listener;
    }

    /** Those that are complete. */
    List<ToolCall> calls() {
        return calls;
    }

    @Override
    public void onTagged(Span span) {
        listener.onTagged(span);
        if (span.tag() != null && !tools.isEmpty()) {
            for (ToolCall call : use.calls(span.tag(), span.text(), tools, ids)) {
                calls.add(call);
                listener.onToolCall(call);
            }
        }
    }

    @Override
    public void onText(String text) {
        listener.onText(text);
    }

    @Override
    public void onSegment(Segment segment) {
        listener.onSegment(segment);
    }

    @Override
    public void onRejected(Candidate candidate) {
        listener.onRejected(candidate);
    }

    @Override
    public void onEntropy(double entropy) {
        listener.onEntropy(entropy);
    }
}
