package io.github.cards4j.samples.chat.openai;

import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.cards4j.samples.chat.answer.AnswerReader;
import io.github.cards4j.samples.chat.http.Connection;
import io.github.cards4j.samples.chat.http.Failures;
import java.io.IOException;

/** An answer as one document. Nothing is written before it is complete, so that a failure still has a status of its own. */
final class WholeCompletion implements AnswerReader {

    private final Connection connection;
    private final Completion completion;

    WholeCompletion(Connection connection, Completion completion) {
        this.connection = connection;
        this.completion = completion;
    }

    @Override
    public void onComplete(ChatResponse response) throws IOException {
        connection.document(completion.whole(response));
    }

    @Override
    public void onFailure(Throwable failure) throws IOException {
        if (failure instanceof ContentFilteredException) {
            connection.document(completion.filtered());
            return;
        }
        throw Failures.toldOf(failure);
    }
}
