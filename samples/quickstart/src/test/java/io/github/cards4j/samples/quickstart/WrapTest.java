package io.github.cards4j.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrapTest {

    @Test
    void breaksBetweenWords() {
        assertThat(Wrap.lines("one two  three four", 9)).containsExactly("one two", "three", "four");
    }

    @Test
    void keepsParagraphsApart() {
        assertThat(Wrap.lines("first\n\nsecond\n", 20)).containsExactly("first", "", "second");
    }

    @Test
    void cutsWordsThatFitNoLine() {
        assertThat(Wrap.lines("a bcdefghij k", 4)).containsExactly("a", "bcde", "fghi", "j k");
    }

    @Test
    void emptyTextIsOneEmptyLine() {
        assertThat(Wrap.lines("  ", 10)).containsExactly("");
    }
}
