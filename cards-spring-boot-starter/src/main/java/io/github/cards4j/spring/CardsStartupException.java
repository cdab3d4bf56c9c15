package io.github.cards4j.spring;

/** The engine cannot start as it is configured. */
public class CardsStartupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    public CardsStartupException(String message, String action) {
        super(message);
        this.action = action;
    }

    public CardsStartupException(Throwable cause, String action) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
        this.action = action;
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
