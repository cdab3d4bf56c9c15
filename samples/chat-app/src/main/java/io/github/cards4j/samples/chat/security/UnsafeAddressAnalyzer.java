package io.github.cards4j.samples.chat.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a few lines why the application does not start, and what to do. */
class UnsafeAddressAnalyzer extends AbstractFailureAnalyzer<UnsafeAddressException> {

    private static final String ACTION = """
            Either serve this machine alone:

                server.address=127.0.0.1

            or set a key that nobody can guess, of at least %d characters, such as the output of 'openssl rand -hex 24':

                chat-app.api-key=...

            Requests then carry it in the header 'Authorization: Bearer ...'.""".formatted(AddressGuard.SHORTEST_KEY);

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsafeAddressException cause) {
        return new FailureAnalysis("The chat application does not start: " + cause.getMessage(), ACTION, cause);
    }
}
