package io.github.cards4j.model;

import java.util.List;

/** Says how good an answer is, also one that is not finished. Driven by one thread, as {@link LanguageModel} is. */
public interface RewardModel extends AutoCloseable {

    String name();

    /** Begins to judge answers to one conversation. Call {@link Judgement#prefill} until it returns true. */
    Judgement begin(List<Message> conversation);

    /** Says how unfinished answers are written down: template, closed or open. Stored with a calibration. */
    String convention();

    @Override
    void close();
}
