package io.github.cards4j.samples.chat.http;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * What a client is told when something goes wrong, in the shape that clients of OpenAI know.
 *
 * @param error what went wrong
 */
public record ErrorBody(Details error) {

    /**
     * What went wrong.
     *
     * @param message for a person
     * @param type the kind of error
     * @param param the field that is wrong, if it is one
     * @param code what went wrong, for programs
     */
    public record Details(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    public static ErrorBody of(ApiException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return new ErrorBody(new Details(message, type(e.status()), e.parameter(), e.code()));
    }

    static ResponseEntity<ErrorBody> response(ApiException e) {
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        if (e.retryAfter() != null) {
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(e.retryAfter().toSeconds()));
        }
        if (e.status() == HttpStatus.UNAUTHORIZED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return new ResponseEntity<>(of(e), headers, e.status());
    }

    private static String type(HttpStatus status) {
        return switch (status) {
            case UNAUTHORIZED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
            case TOO_MANY_REQUESTS -> "rate_limit_error";
            default -> status.is5xxServerError() ? "server_error" : "invalid_request_error";
        };
    }
}
