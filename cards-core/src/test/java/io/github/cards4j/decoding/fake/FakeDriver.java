package io.github.cards4j.decoding.fake;

import io.github.cards4j.decoding.Decoding;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.LanguageModel;
import java.util.List;

/** Steps an answer to its end. */
public final class FakeDriver {

    private FakeDriver() {}

    public static DecodingResult run(LanguageModel model, Decoding decoding) {
        while (!decoding.done()) {
            step(model, decoding);
        }
        return decoding.result();
    }

    public static void step(LanguageModel model, Decoding decoding) {
        List<Draw> draws = decoding.draws();
        decoding.advance(draws.isEmpty() ? List.of() : model.step(draws));
    }
}
