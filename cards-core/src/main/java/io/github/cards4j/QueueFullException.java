package io.github.cards4j;

/** As many answers wait or run as the engine's {@code queueCapacity} allows: try again later. */
public class QueueFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int capacity;

    QueueFullException(int capacity) {
        super(capacity + " requests wait or run already, which is all that queueCapacity=" + capacity
                + " allows: try again later, or raise queueCapacity");
        this.capacity = capacity;
    }

    /** The engine's {@code queueCapacity}. */
    public int capacity() {
        return capacity;
    }
}
