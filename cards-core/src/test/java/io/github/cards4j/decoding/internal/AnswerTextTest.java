package io.github.cards4j.decoding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.decoding.fake.FakeTokenizer;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTextTest {

    private final List<String> shown = new ArrayList<>();
    private final FakeTokenizer tokenizer = FakeTokenizer.ofBytes(
            bytes('a'),
            bytes('E'),
            bytes('N'),
            bytes('D'),
            bytes(0xE2, 0x82),
            bytes(0xAC),
            bytes('!'),
            bytes(0xF0, 0x9F));

    private static byte[] bytes(int... values) {
        byte[] all = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            all[i] = (byte) values[i];
        }
        return all;
    }

    private AnswerText text(String... stops) {
        return new AnswerText(tokenizer, List.of(stops), null, shown::add, span -> {});
    }

    private static String grow(AnswerText text, boolean ended, int... tokens) {
        AnswerText.Reading reading = text.read(tokens, ended);
        text.accept(reading);
        return reading.text();
    }

    @Test
    void whatMayBeginAStopSequenceIsHeldBackUntilItIsDecided() {
        AnswerText text = text("END", "Na");
        grow(text, false, 0, 1);
        assertThat(shown).containsExactly("a");
        grow(text, false, 0, 1, 2);
        assertThat(shown).containsExactly("a");
        AnswerText.Reading reading = text.read(new int[] {0, 1, 2, 3, 6}, false);
        assertThat(reading).isEqualTo(new AnswerText.Reading("a", true, List.of()));
        text.accept(reading);
        text.end();
        assertThat(shown).containsExactly("a");
    }

    @Test
    void aFalseBeginningIsShownAfterAll() {
        AnswerText text = text("END");
        grow(text, false, 1, 2);
        assertThat(shown).isEmpty();
        grow(text, false, 1, 2, 1);
        assertThat(shown).containsExactly("EN");
        text.end();
        assertThat(shown).containsExactly("EN", "E");
    }

    @Test
    void theEarliestStopSequenceCuts() {
        assertThat(text("ND", "D", "E!").read(new int[] {0, 2, 3, 1, 6}, false))
                .isEqualTo(new AnswerText.Reading("a", true, List.of()));
    }

    @Test
    void aCutCharacterBecomesTextWithItsLastByte() {
        AnswerText text = text();
        assertThat(grow(text, false, 0, 4)).isEqualTo("a");
        assertThat(grow(text, false, 0, 4, 5)).isEqualTo("a€");
        assertThat(grow(text, false, 0, 4, 5, 7)).isEqualTo("a€");
        text.end();
        assertThat(shown).containsExactly("a", "€");
    }

    @Test
    void aCutCharacterThatIsNeverCompletedIsKeptInsideAndWhereTheModelEnds() {
        assertThat(grow(text(), false, 0, 4, 6)).isEqualTo("a\uFFFD!");
        assertThat(grow(text(), true, 0, 4)).isEqualTo("a\uFFFD");
    }

    @Test
    void aSentenceIsSetApart() {
        AnswerText text = text("END");
        grow(text, false, 0, 1, 2);
        text.append("Sorry.");
        text.end();
        assertThat(text.accepted()).isEqualTo("aEN Sorry.");
        assertThat(String.join("", shown)).isEqualTo("aEN Sorry.");
        AnswerText empty = text();
        empty.append("Sorry.");
        assertThat(empty.accepted()).isEqualTo("Sorry.");
    }

    /** A decoder that takes the space before a comma away, once the comma comes. */
    @Test
    void acceptedTextStaysAsItWasShown() {
        Tokenizer cleaning = new Tokenizer() {
            @Override
            public int[] encode(List<Piece> pieces) {
                throw new UnsupportedOperationException();
            }

            @Override
            public String decode(int[] tokens) {
                StringBuilder all = new StringBuilder();
                for (int token : tokens) {
                    all.append((char) token);
                }
                return all.toString().replace(" ,", ",");
            }

            @Override
            public int size() {
                return 128;
            }
        };
        AnswerText text = new AnswerText(cleaning, List.of(), null, shown::add, span -> {});
        grow(text, false, 'a', ' ');
        assertThat(grow(text, false, 'a', ' ', ',', 'b')).isEqualTo("a ,b");
        assertThat(shown).containsExactly("a ", ",b");
    }
}
