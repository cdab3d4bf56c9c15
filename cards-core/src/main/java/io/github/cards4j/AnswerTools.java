package io.github.cards4j;

import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.grammar.Grammar;
import io.github.cards4j.model.ToolSpec;
import io.github.cards4j.tools.ToolChoice;
import io.github.cards4j.tools.ToolUse;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What tools mean for one answer.
 *
 * @param told the tools that the model is told of, and may call
 * @param grammar what the answer may be; null if it calls nothing
 */
record AnswerTools(
        ToolUse use,
        List<ToolSpec> told,
        ToolChoice choice,
        @Nullable Grammar grammar) {

    /** @throws IllegalArgumentException if the model cannot be told of the tools, or cannot be held to their schemas */
    static AnswerTools of(CardsRequest request, ToolUse use) {
        List<ToolSpec> told = request.toolChoice() == ToolChoice.NONE ? List.of() : request.tools();
        return new AnswerTools(use, told, request.toolChoice(), use.grammar(told, request.toolChoice()));
    }

    /** Options that hold the answer to calls or prose; if they have a grammar already, to calls alone or to that. */
    GenerationOptions limit(GenerationOptions options) {
        if (grammar == null) {
            return options;
        }
        Grammar both = options.grammar() == null || choice == ToolChoice.REQUIRED
                ? grammar
                : Grammar.anyOf(
                        List.of(Objects.requireNonNull(use.grammar(told, ToolChoice.REQUIRED)), options.grammar()));
        return options.overrideWith(GenerationOptions.builder().grammar(both).build());
    }

    /** The same answer to the same prompt has the same calls, ids included. */
    CallListener listener(int[] prompt, long seed, DecodingListener listener) {
        return new CallListener(use, told, new SplittableRandom(31 * seed + Arrays.hashCode(prompt)), listener);
    }
}
