package io.github.cards4j.samples.chat.http;

import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;

/** Failures of the model and of Spring, as clients are told of them. What is nobody's fault but ours goes into the log. */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private Failures() {}

    public static ApiException toldOf(Throwable failure) {
        if (failure instanceof ApiException e) {
            return e;
        }
        if (failure instanceof RateLimitException) {
            return busy();
        }
        if (failure instanceof InvalidRequestException || failure instanceof UnsupportedFeatureException) {
            return ApiException.of(HttpStatus.BAD_REQUEST, "invalid_request", message(failure));
        }
        if (failure instanceof ContentFilteredException) {
            return ApiException.of(HttpStatus.UNPROCESSABLE_ENTITY, "content_filter", message(failure));
        }
        if (failure instanceof ErrorResponse refused) {
            return refused(refused);
        }
        if (failure instanceof IOException) {
            boolean late =
                    failure instanceof SocketTimeoutException || failure.getCause() instanceof SocketTimeoutException;
            return late
                    ? tooSlow()
                    : ApiException.of(HttpStatus.BAD_REQUEST, "the request ended early: " + failure.getMessage());
        }
        LOG.error("a request failed", failure);
        return ApiException.of(
                HttpStatus.INTERNAL_SERVER_ERROR, "internal", "the server failed; its log says why: ask its operator");
    }

    public static ApiException busy() {
        return ApiException.later(
                HttpStatus.TOO_MANY_REQUESTS,
                "queue_full",
                "as many answers are under way as this server gives at a time: ask again in a moment",
                SOON);
    }

    static ApiException tooSlow() {
        return ApiException.of(
                HttpStatus.REQUEST_TIMEOUT, "body_timeout", "the body took longer than chat-app.body-timeout allows");
    }

    private static ApiException refused(ErrorResponse refused) {
        HttpStatus known = HttpStatus.resolve(refused.getStatusCode().value());
        HttpStatus status = known == null ? HttpStatus.BAD_REQUEST : known;
        String detail = refused.getBody().getDetail();
        String reason = status.getReasonPhrase().toLowerCase(Locale.ROOT);
        return ApiException.of(status, detail == null ? reason : detail);
    }

    private static String message(Throwable failure) {
        Throwable cause = failure.getCause();
        // LangChain4j writes the cause's class before its message where it only wraps it.
        String message = cause != null && cause.getMessage() != null ? cause.getMessage() : failure.getMessage();
        return message == null ? "this cannot be answered" : message;
    }
}
