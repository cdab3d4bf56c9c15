package io.github.cards4j.samples.demo;

import io.github.cards4j.samples.demo.internal.Grammar;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells good answers from bad ones, knowing the grammar from which the corpus of {@link DemoModels} was drawn. Neither
 * model has seen what it says; it measures how well alignment works. It judges only requests of that grammar, such as
 * {@link DemoModels#heldOutPrompts()}. Safe for use by several threads.
 */
public final class ShopLabeller {

    private final Grammar grammar = Grammar.load();

    /** Reads the grammar from the class path. */
    public ShopLabeller() {}

    /** Whether this is a request of the grammar, so that answers to it can be judged. */
    public boolean understands(String prompt) {
        return grammar.understand(prompt.trim()).isPresent();
    }

    /**
     * Judges an answer. White space around it does not matter.
     *
     * @param prompt the request
     * @param answer the answer's text, without special tokens
     * @throws IllegalArgumentException if the prompt is not a request of the grammar
     */
    public Verdict label(String prompt, String answer) {
        Grammar.Request request = grammar.understand(prompt.trim())
                .orElseThrow(() -> new IllegalArgumentException("Only requests of the demonstration's grammar can be"
                        + " judged, such as DemoModels.heldOutPrompts(); this is none: " + prompt));
        Answer parsed = Answer.of(answer.trim());
        List<Style> styles = new ArrayList<>();
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        boolean aboutRequest = false;
        for (String sentence : parsed.sentences()) {
            Optional<String> own = Grammar.style(request.topic().sentences(), sentence, request.slots());
            aboutRequest |= own.isPresent();
            Style style = own.map(ShopLabeller::named).orElseGet(() -> foreignStyle(sentence));
            styles.add(style);
            if (style != Style.COURTEOUS) {
                faults.add(Fault.valueOf(style.name()));
            }
        }
        if (!parsed.rest().isEmpty()) {
            faults.add(Fault.UNFINISHED);
        } else if (styles.isEmpty()) {
            faults.add(Fault.EMPTY);
        }
        if (!styles.isEmpty() && !aboutRequest) {
            faults.add(Fault.OFF_REQUEST);
        }
        return new Verdict(styles, faults);
    }

    /** The style of a sentence that is none of the request's topic with the request's facts. */
    private Style foreignStyle(String sentence) {
        Optional<String> common = Grammar.style(grammar.common(), sentence, Map.of());
        if (common.isPresent()) {
            return named(common.get());
        }
        boolean known = grammar.topics().stream().anyMatch(topic -> Grammar.style(topic.sentences(), sentence, Map.of())
                .isPresent());
        return known ? Style.OFF_REQUEST : Style.UNDERIVABLE;
    }

    private static Style named(String style) {
        return Style.valueOf(style.toUpperCase(Locale.ROOT));
    }

    /** An answer in sentences; the rest is what stands behind the last end of a sentence. */
    private record Answer(List<String> sentences, String rest) {
        static Answer of(String text) {
            List<String> sentences = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < text.length(); i++) {
                boolean last = i + 1 == text.length();
                if (".!?".indexOf(text.charAt(i)) >= 0 && (last || text.charAt(i + 1) == ' ')) {
                    sentences.add(text.substring(start, i + 1));
                    start = i + 2;
                }
            }
            return new Answer(sentences, start < text.length() ? text.substring(start) : "");
        }
    }
}
