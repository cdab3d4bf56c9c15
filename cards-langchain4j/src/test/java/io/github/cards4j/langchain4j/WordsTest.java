package io.github.cards4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        Words.forEach(text, pieces::add);
        return pieces;
    }

    @Test
    void aWordTakesTheSpaceBeforeIt() {
        assertThat(pieces("Hello, dear  world.\n")).containsExactly("Hello,", " dear", "  world.", "\n");
        assertThat(pieces(" a")).containsExactly(" a");
        assertThat(pieces("")).isEmpty();
    }

    @Test
    void longWordsAreCut() {
        assertThat(pieces("x".repeat(40))).containsExactly("x".repeat(16), "x".repeat(16), "x".repeat(8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "你好，世界。今天天气很好，我们去公园散步吧，好不好？",
                "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
                "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
                "  \t\n ",
                "𝒜𝒷𝒸𝒹𝒜𝒷𝒸𝒹𝒜𝒷𝒸𝒹𝒜𝒷𝒸𝒹"
            })
    void piecesAreWholeAndLoseNothing(String text) {
        assertThat(String.join("", pieces(text))).isEqualTo(text);
        assertThat(pieces(text)).allSatisfy(piece -> {
            assertThat(piece).isNotEmpty();
            assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
            assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isFalse();
            assertThat(Character.getType(piece.codePointAt(0))).isNotEqualTo(Character.NON_SPACING_MARK);
        });
    }
}
