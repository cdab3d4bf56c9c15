package io.github.cards4j.samples.chat.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.cards4j.samples.chat.answer.AnswerReader;
import io.github.cards4j.samples.chat.http.ApiException;
import io.github.cards4j.samples.chat.http.Connection;
import io.github.cards4j.samples.chat.http.ErrorBody;
import io.github.cards4j.samples.chat.http.Failures;
import java.io.IOException;

/** An answer in pieces. */
final class StreamedCompletion implements AnswerReader {

    private static final String END = "[DONE]";

    private final Connection connection;
    private final Completion completion;
    private final boolean includeUsage;
    private final StringBuilder shown = new StringBuilder();
    private boolean introduced;

    StreamedCompletion(Connection connection, Completion completion, boolean includeUsage) {
        this.connection = connection;
        this.completion = completion;
        this.includeUsage = includeUsage;
    }

    @Override
    public void onSilence() throws IOException {
        connection.comment();
    }

    @Override
    public void onText(String text) throws IOException {
        shown.append(text);
        send(delta().put("content", text));
    }

    @Override
    public void onToolCall(int index, ToolExecutionRequest call) throws IOException {
        send(Completion.call(index, call));
    }

    @Override
    public void onComplete(ChatResponse response) throws IOException {
        introduce();
        write(completion.lastPiece(response));
        if (includeUsage) {
            connection.event(completion.usagePiece(response));
        }
        connection.lastEvent(END);
    }

    @Override
    public void onFailure(Throwable failure) throws IOException {
        if (failure instanceof ContentFilteredException) {
            introduce();
            write(completion.piece(delta(), "content_filter"));
            if (includeUsage) {
                connection.event(completion.filteredUsagePiece(shown.toString()));
            }
            connection.lastEvent(END);
            return;
        }
        ApiException told = Failures.toldOf(failure);
        if (!connection.begun()) {
            throw told;
        }
        connection.event(ErrorBody.of(told));
    }

    private void send(ObjectNode delta) throws IOException {
        introduce();
        write(completion.piece(delta, null));
    }

    /** Whoever asks for the number of tokens finds the field in every piece; the last one has it filled. */
    private void write(ObjectNode piece) throws IOException {
        if (includeUsage) {
            piece.putNull("usage");
        }
        connection.event(piece);
    }

    private void introduce() throws IOException {
        if (!introduced) {
            introduced = true;
            write(completion.piece(delta().put("role", "assistant").put("content", ""), null));
        }
    }

    private static ObjectNode delta() {
        return JsonNodeFactory.instance.objectNode();
    }
}
