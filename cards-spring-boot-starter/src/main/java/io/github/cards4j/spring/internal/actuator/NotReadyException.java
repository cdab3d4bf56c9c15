package io.github.cards4j.spring.internal.actuator;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/** What is asked for needs models that are not there yet, or no more. */
final class NotReadyException extends InvalidEndpointRequestException {

    private static final long serialVersionUID = 1L;

    NotReadyException(String message) {
        super(message, message);
    }
}
