package io.github.cards4j.samples.chat.answer;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.Segment;
import java.io.IOException;
import java.util.List;

/** Writes an answer to its connection as it comes. What it throws ends the answer. */
public interface AnswerReader {

    /** Nothing came for a while: whoever streams may show that the answer still goes on. */
    default void onSilence() throws IOException {}

    /** The pieces concatenate to the answer. */
    default void onText(String text) throws IOException {}

    default void onToolCall(int index, ToolExecutionRequest call) throws IOException {}

    /** A segment was accepted; its text has come before. */
    default void onSegment(Segment segment, List<Candidate> rejected) throws IOException {}

    /** The answer is complete: nothing follows. */
    void onComplete(ChatResponse response) throws IOException;

    /** The answer failed: nothing follows. */
    void onFailure(Throwable failure) throws IOException;
}
