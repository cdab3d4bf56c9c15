package io.github.cards4j.samples.chat.security;

/** The application would be open to others without a key, or with one that can be guessed. */
public class UnsafeAddressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsafeAddressException(String message) {
        super(message);
    }
}
