package io.github.cards4j.samples.chat.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A request that is refused. Its message is for the client. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final @Nullable String parameter;
    private final @Nullable String code;
    private final @Nullable Duration retryAfter;

    private ApiException(
            HttpStatus status,
            String message,
            @Nullable String parameter,
            @Nullable String code,
            @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.parameter = parameter;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public static ApiException of(HttpStatus status, String message) {
        return new ApiException(status, message, null, null, null);
    }

    public static ApiException of(HttpStatus status, String code, String message) {
        return new ApiException(status, message, null, code, null);
    }

    /** A field of the request's body is wrong. */
    public static ApiException badField(String field, String message) {
        return new ApiException(HttpStatus.BAD_REQUEST, message, field, "invalid_value", null);
    }

    /** A field of the request's body, or its value, is not supported. */
    public static ApiException unsupported(String field, String message) {
        return new ApiException(HttpStatus.BAD_REQUEST, message, field, "unsupported_parameter", null);
    }

    /** The request's body names something that does not exist. */
    public static ApiException notFound(String field, String code, String message) {
        return new ApiException(HttpStatus.NOT_FOUND, message, field, code, null);
    }

    /** Asking again after a while may help. */
    public static ApiException later(HttpStatus status, String code, String message, Duration retryAfter) {
        return new ApiException(status, message, null, code, retryAfter);
    }

    public HttpStatus status() {
        return status;
    }

    /** Path of the field that is wrong, such as {@code messages[0].content}; null if it is none. */
    public @Nullable String parameter() {
        return parameter;
    }

    /** What went wrong, for programs. */
    public @Nullable String code() {
        return code;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
