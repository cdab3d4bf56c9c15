package io.github.cards4j.samples.benchmark;

/** The command line or a file it names cannot be used; the message is one line for the person who wrote it. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
