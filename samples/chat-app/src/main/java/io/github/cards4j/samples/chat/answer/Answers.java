package io.github.cards4j.samples.chat.answer;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.cards4j.Cards;
import io.github.cards4j.EngineState;
import io.github.cards4j.QueueFullException;
import io.github.cards4j.model.Message;
import io.github.cards4j.samples.chat.ChatAppProperties;
import io.github.cards4j.samples.chat.http.ApiException;
import io.github.cards4j.samples.chat.http.Connection;
import io.github.cards4j.samples.chat.http.Failures;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Asks the model, for no more clients at a time than allowed. */
@Component
public final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final Cards engine;
    private final StreamingChatModel model;
    private final Semaphore places;
    private final Duration heartbeat;

    Answers(Cards engine, StreamingChatModel model, ChatAppProperties properties) {
        this.engine = engine;
        this.model = model;
        places = new Semaphore(properties.maxAnswers());
        heartbeat = properties.heartbeat();
    }

    /**
     * Asks, and tells the reader the answer until it is over. If the client goes meanwhile, the answer stops.
     *
     * @param connection whose request was read to its end
     * @throws ApiException if there is no place, or the models are not there
     */
    public void answer(ChatRequest request, Connection connection, AnswerReader reader) {
        refuseUnlessReady();
        if (!places.tryAcquire()) {
            throw Failures.busy();
        }
        try (Answer answer = new Answer(this::known, places::release)) {
            model.chat(request, answer);
            answer.read(reader, connection, heartbeat);
        } catch (IOException e) {
            LOG.debug("a client has gone, and its answer is stopped: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw shuttingDown();
        }
    }

    /** An engine that was closed meanwhile has not failed. */
    private Throwable known(Throwable failure) {
        EngineState state = engine.state();
        boolean closed = state == EngineState.CLOSED || state == EngineState.DRAINING;
        return closed && failure instanceof IllegalStateException ? shuttingDown() : failure;
    }

    /**
     * The rewards of finished answers to a conversation, in their order. If the client goes meanwhile, no more are judged.
     *
     * @param connection whose request was read to its end
     * @throws IOException if the client has gone
     * @throws ApiException if there is no place, no reward model, or the models are not there
     */
    public double[] score(List<Message> conversation, List<String> texts, Connection connection) throws IOException {
        refuseUnlessReady();
        if (engine.rewardName() == null) {
            throw ApiException.of(HttpStatus.NOT_FOUND, "no_reward_model", "this server has no reward model");
        }
        if (!places.tryAcquire()) {
            throw Failures.busy();
        }
        try {
            return watched(() -> engine.score(conversation, texts), connection);
        } catch (QueueFullException e) {
            throw Failures.busy();
        } catch (IllegalArgumentException e) {
            throw ApiException.of(
                    HttpStatus.BAD_REQUEST, "invalid_request", "this cannot be judged: " + e.getMessage());
        } catch (IllegalStateException e) {
            throw Failures.toldOf(known(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw shuttingDown();
        } finally {
            places.release();
        }
    }

    /** The engine makes its caller wait; so another thread calls it, and is interrupted once the client has gone. */
    private static double[] watched(Callable<double[]> judging, Connection connection)
            throws IOException, InterruptedException {
        FutureTask<double[]> task = new FutureTask<>(judging);
        Thread thread = new Thread(task, "chat-app-score");
        thread.setDaemon(true);
        thread.start();
        try {
            while (true) {
                connection.checkClient();
                try {
                    return task.get(Answer.WATCH_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    LOG.trace("answers are still being judged");
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            task.cancel(true);
        }
    }

    private void refuseUnlessReady() {
        EngineState state = engine.state();
        switch (state) {
            case NEW, READY -> {}
            case LOADING ->
                throw ApiException.later(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "loading",
                        "the models are being loaded: ask again in a moment",
                        SHORT);
            case FAILED ->
                throw ApiException.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "not_loaded",
                        "the models could not be loaded; the server's log says why: ask its operator");
            case DRAINING, CLOSED -> throw shuttingDown();
        }
    }

    private static ApiException shuttingDown() {
        return ApiException.later(
                HttpStatus.SERVICE_UNAVAILABLE,
                "shutting_down",
                "the server is shutting down: ask again in a moment",
                SHORT);
    }
}
