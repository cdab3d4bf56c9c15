package io.github.cards4j.langchain4j;

import java.util.List;

/**
 * What a scripted model knows.
 *
 * @param asked stands in the last turn of the prompt
 * @param answers the likeliest first; another is for a grammar that forbids it
 */
record Fact(String asked, List<String> answers) {

    static Fact of(String asked, String... answers) {
        return new Fact(asked, List.of(answers));
    }
}
