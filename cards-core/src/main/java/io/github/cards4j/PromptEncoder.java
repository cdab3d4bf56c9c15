package io.github.cards4j;

import io.github.cards4j.grammar.Constraint;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.template.ChatTemplateException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Writes conversations down as token ids, on the callers' threads. A tokenizer is native memory of the language model: it
 * must not be freed while a caller is still in it.
 */
final class PromptEncoder {

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** Guarded by the lock. */
    private boolean closed;

    PromptEncoder(Tokenizer tokenizer, ChatTemplate template) {
        this.tokenizer = tokenizer;
        this.template = template;
    }

    /**
     * @throws IllegalStateException after {@link #close}
     * @throws IllegalArgumentException if the model's chat template refuses the conversation
     */
    int[] encode(List<Message> conversation) {
        try {
            return whileOpen(() -> tokenizer.encode(template.prompt(conversation)));
        } catch (ChatTemplateException e) {
            throw e.refusal() ? new IllegalArgumentException(e.getMessage(), e) : e;
        }
    }

    /** @throws IllegalStateException after {@link #close} */
    int[] encode(String text) {
        return whileOpen(() -> tokenizer.encode(text));
    }

    private int[] whileOpen(Supplier<int[]> encoding) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw Worker.closedException();
            }
            return encoding.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Prepares a grammar on the caller's thread, so that the device does not wait for it.
     *
     * @param room most tokens of the answer
     * @throws IllegalArgumentException if no text of that length fits it
     */
    void prepare(Grammar grammar, Set<Integer> endTokens, int room) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw Worker.closedException();
            }
            Constraint.of(grammar, tokenizer, endTokens).requireRoom(room);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for the callers that are in it; nobody enters any more. */
    void close() {
        lock.writeLock().lock();
        try {
            closed = true;
        } finally {
            lock.writeLock().unlock();
        }
    }
}
