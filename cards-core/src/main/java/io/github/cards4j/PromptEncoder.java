package io.github.cards4j;

import io.github.cards4j.grammar.Constraint;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.template.ChatTemplateException;
import io.github.cards4j.template.NormalForm;
import io.github.cards4j.tools.ToolUse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Writes conversations down as token ids, on the callers' threads. A tokenizer is native memory of the language model: it
 * must not be freed while a caller is still in it.
 */
final class PromptEncoder {

    private final Tokenizer tokenizer;
    private final ToolUse tools;
    private final boolean opensThought;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** Guarded by the lock. */
    private boolean closed;

    /** @param model whose they are, for messages */
    PromptEncoder(String model, Tokenizer tokenizer, ChatTemplate template) {
        this.tokenizer = tokenizer;
        tools = ToolUse.of(model, template);
        opensThought = opensThought(template);
    }

    /** As DeepSeek-R1's does. */
    private static boolean opensThought(ChatTemplate template) {
        try {
            return template.prompt(List.of(Message.user("Hello"))).stream()
                    .map(Piece::text)
                    .collect(Collectors.joining())
                    .stripTrailing()
                    .endsWith("<think>");
        } catch (RuntimeException refused) {
            return false;
        }
    }

    ToolUse tools() {
        return tools;
    }

    /** Whether a prompt ends where a thought begins. */
    boolean opensThought() {
        return opensThought;
    }

    /**
     * In normal form, if the model's chat template refuses the conversation as it is.
     *
     * @param told the tools that the model is told of
     * @throws IllegalStateException after {@link #close}
     * @throws IllegalArgumentException if the template refuses that too, or the tools
     */
    int[] encode(List<Message> conversation, List<ToolSpec> told) {
        try {
            return whileOpen(() -> tokenizer.encode(NormalForm.write(conversation, form -> tools.prompt(form, told))));
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
