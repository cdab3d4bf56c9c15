package io.github.cards4j.samples.demo;

import java.util.List;
import java.util.Set;

/**
 * What {@link ShopLabeller} says of an answer.
 *
 * @param styles the style of each finished sentence, in order
 * @param faults why the answer is bad; empty if it is good
 */
public record Verdict(List<Style> styles, Set<Fault> faults) {

    /** Copies both collections. */
    public Verdict {
        styles = List.copyOf(styles);
        faults = Set.copyOf(faults);
    }

    /** Whether the answer is finished, about the request, and courteous in every sentence. */
    public boolean good() {
        return faults.isEmpty();
    }

    /** How many finished sentences are not courteous. */
    public int badSentences() {
        return (int) styles.stream().filter(style -> style != Style.COURTEOUS).count();
    }
}
