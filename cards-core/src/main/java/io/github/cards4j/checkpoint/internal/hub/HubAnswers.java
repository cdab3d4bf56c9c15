package io.github.cards4j.checkpoint.internal.hub;

import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import io.github.cards4j.checkpoint.HubSettings;
import io.github.cards4j.checkpoint.internal.hub.Retries.TransientException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Turns answers of a hub that are no success into errors that say what to do. */
record HubAnswers(HubSettings settings, HubId id) {

    /**
     * @throws TransientException if a later attempt may succeed
     * @throws HubException if not
     */
    void check(HttpResponse<?> response) throws TransientException {
        int status = response.statusCode();
        if (status < 300 || HubHttp.isRedirect(status)) {
            return;
        }
        if (status == 408 || status == 429 || status >= 500 && status != 501) {
            throw new TransientException(
                    "the hub answers " + status + (status == 429 ? " (too many requests)" : ""), wait(response));
        }
        throw error(response, status);
    }

    private HubException error(HttpResponse<?> response, int status) {
        String code = response.headers().firstValue("X-Error-Code").orElse("");
        String message = response.headers().firstValue("X-Error-Message").orElse("");
        String page = settings.endpoint() + "/" + id.name();
        if (code.equals("GatedRepo")) {
            return new HubException(
                    Reason.GATED,
                    "Model " + id + " is gated: its owner asks for terms to be accepted. Accept them at " + page
                            + (settings.token() == null
                                    ? ", then set HF_TOKEN to a token of yours (" + settings.endpoint()
                                            + "/settings/tokens)."
                                    : " as the user whose token is set (HF_TOKEN or the token file), and see that the token"
                                            + " may read gated models."));
        }
        if (code.equals("RevisionNotFound")) {
            return new HubException(
                    Reason.REVISION_NOT_FOUND,
                    "Model " + id.name() + " has no revision '" + id.revision()
                            + "'. Give a branch, tag or commit that is" + " listed at " + page
                            + "/tree/main, or leave out '@" + id.revision() + "'.");
        }
        if (code.equals("EntryNotFound")) {
            return new HubException(
                    Reason.CORRUPT,
                    "The hub lists a file of " + id + " that it does not have (" + status + " for "
                            + response.uri().getPath() + "). Try again later, or another revision.");
        }
        if (status == 401 && message.startsWith("Invalid credentials")) {
            return new HubException(
                    Reason.FORBIDDEN,
                    "The hub refuses the token, so that " + id + " cannot be fetched. Set HF_TOKEN to a valid one ("
                            + settings.endpoint()
                            + "/settings/tokens), or unset it and delete the token file if the model"
                            + " is public.");
        }
        if (status == 401 || status == 404 || code.equals("RepoNotFound")) {
            return new HubException(
                    Reason.NOT_FOUND,
                    "There is no model " + id.name() + " at " + settings.endpoint() + " (" + status
                            + "). Check owner and name; if it is private, "
                            + (settings.token() == null
                                    ? "set HF_TOKEN to a token that may read it."
                                    : "see that the token which is set may read it."));
        }
        if (status == 403) {
            return new HubException(
                    Reason.FORBIDDEN,
                    "The hub forbids reading " + id + (message.isEmpty() ? "" : " (" + printable(message) + ")")
                            + ". See that the token (HF_TOKEN or the token file) may read it: " + page);
        }
        return new HubException(
                Reason.UNREACHABLE,
                "The hub at " + settings.endpoint() + " answers " + status + " for " + id
                        + (message.isEmpty() ? "" : " (" + printable(message) + ")")
                        + ". Check HF_ENDPOINT and the proxy.");
    }

    /** A server's words, fit for a log. */
    private static String printable(String text) {
        String line = text.replaceAll("[^ -~]", "?");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    private static @Nullable Duration wait(HttpResponse<?> response) {
        String text = response.headers().firstValue("Retry-After").orElse("").strip();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(ZonedDateTime.now(until.getZone()), until);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
