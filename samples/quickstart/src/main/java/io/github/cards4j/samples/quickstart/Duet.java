package io.github.cards4j.samples.quickstart;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.Message;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Answers requests twice, unaligned and aligned, with everything else equal. */
final class Duet {

    private static final String INDENT = "  ";

    private final Cards cards;
    private final Arguments arguments;
    private final Screen screen;
    private final BiFunction<String, String, Outcome.@Nullable Style> trueStyle;

    /** @param trueStyle style of a request's answer; null where it is not known */
    Duet(
            Cards cards,
            Arguments arguments,
            Screen screen,
            BiFunction<String, String, Outcome.@Nullable Style> trueStyle) {
        this.cards = cards;
        this.arguments = arguments;
        this.screen = screen;
        this.trueStyle = trueStyle;
    }

    /** The first answers also load and compile; a short one beforehand keeps that out of the times shown. */
    void warmUp() {
        for (GenerationOptions options : List.of(plain(), aligned())) {
            cards.generate(CardsRequest.of("Hello")
                    .with(options.toBuilder().maxNewTokens(8).build()));
        }
    }

    /** Shows a request that nobody has just typed. */
    void show(String request) {
        screen.line();
        title("Request");
        Wrap.lines(request, screen.width() - INDENT.length()).forEach(line -> screen.line(INDENT + line));
    }

    void answer(String request) {
        screen.line();

        title("Unaligned: plain sampling");
        LiveText text = new LiveText(screen, INDENT);
        DecodingResult plain = decode(request, plain(), text);
        text.end();
        screen.line();

        title("Aligned: only segments that the reward model accepts, strength " + arguments.strength());
        LiveSegments segments = new LiveSegments(screen);
        segments.begin();
        DecodingResult aligned = decode(request, aligned(), segments);
        screen.line();

        new Summary(outcome("unaligned", request, plain), outcome("aligned", request, aligned)).show(screen);
        if (aligned.segments().stream().anyMatch(segment -> segment.exhausted())) {
            screen.line();
            screen.line(INDENT + "! no attempt passed, the best of them was taken");
        }
    }

    private DecodingResult decode(String request, GenerationOptions options, DecodingListener listener) {
        return cards.generate(CardsRequest.of(request).with(options), listener).result();
    }

    private GenerationOptions plain() {
        return common().method(Method.PLAIN).build();
    }

    private GenerationOptions aligned() {
        return common().strength(arguments.strength()).build();
    }

    private GenerationOptions.Builder common() {
        return GenerationOptions.builder().seed(arguments.seed()).maxNewTokens(arguments.maxNewTokens());
    }

    /** Scored whole, for both alike: plain decoding by itself knows no reward. */
    private Outcome outcome(String name, String request, DecodingResult result) {
        double reward = cards.score(List.of(Message.user(request)), result.text());
        return new Outcome(name, result, reward, trueStyle.apply(request, result.text()));
    }

    private void title(String text) {
        screen.line(screen.style(text, Screen.Style.BOLD));
    }
}
