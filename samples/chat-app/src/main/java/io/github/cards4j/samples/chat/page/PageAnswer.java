package io.github.cards4j.samples.chat.page;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.samples.chat.answer.AnswerReader;
import io.github.cards4j.samples.chat.http.ApiException;
import io.github.cards4j.samples.chat.http.Connection;
import io.github.cards4j.samples.chat.http.ErrorBody;
import io.github.cards4j.samples.chat.http.Failures;
import io.github.cards4j.samples.chat.page.PageEvents.Done;
import io.github.cards4j.samples.chat.page.PageEvents.Judged;
import io.github.cards4j.samples.chat.page.PageEvents.Text;
import java.io.IOException;
import java.util.List;

/**
 * An answer as the page hears it: pieces of text, each segment with its reward, and what it has cost. What a reasoning model thinks
 * is judged too, but neither said nor shown: a segment has the text that was said since the one before.
 */
final class PageAnswer implements AnswerReader {

    private final Connection connection;
    private final boolean showRejected;
    private final StringBuilder said = new StringBuilder();
    private int segments;

    PageAnswer(Connection connection, boolean showRejected) {
        this.connection = connection;
        this.showRejected = showRejected;
    }

    @Override
    public void onSilence() throws IOException {
        connection.comment();
    }

    @Override
    public void onText(String text) throws IOException {
        said.append(text);
        connection.event("text", new Text(text));
    }

    @Override
    public void onSegment(Segment segment, List<Candidate> rejected) throws IOException {
        if (said.isEmpty() && !segment.candidate().end().last()) {
            connection.comment();
            return;
        }
        String text = said.toString();
        said.setLength(0);
        connection.event("segment", Judged.of(segments++, text, segment, showRejected ? rejected : List.of()));
    }

    @Override
    public void onComplete(ChatResponse response) throws IOException {
        connection.event("done", Done.of(response));
    }

    @Override
    public void onFailure(Throwable failure) throws IOException {
        ApiException told = Failures.toldOf(failure);
        if (!connection.begun()) {
            throw told;
        }
        connection.event("error", ErrorBody.of(told).error());
    }
}
