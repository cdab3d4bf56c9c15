package io.github.cards4j.samples.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.Message;
import io.github.cards4j.samples.benchmark.FirstHeard.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How soon the second turn of a long conversation starts, with prompt reuse and without: two engines over the same models,
 * which differ in that option only, have the same conversations, and answer each second turn one after the other.
 */
final class SecondTurn {

    private static final int CONVERSATIONS = 12;

    private record Turn(Timed reused, Timed anew) {}

    private final Pair pair;
    private final int tokens;
    private final GenerationOptions options;
    private final List<Turn> turns = new ArrayList<>();

    private SecondTurn(Pair pair, int tokens, GenerationOptions options) {
        this.pair = pair;
        this.tokens = tokens;
        this.options = options;
    }

    /** @param tokens about the length of the conversation when its second turn comes */
    static void measure(Arguments arguments, Pair pair, int tokens) {
        try (Cards reusing = pair.open(arguments, CardsOptions.DEFAULT_PROMPT_CACHE_MEGABYTES);
                Cards anew = pair.open(arguments, 0)) {
            System.out.println(reusing.description());
            GenerationOptions options = Benchmark.options(reusing, arguments, pair).toBuilder()
                    .method(Method.CARDS)
                    .build();
            SecondTurn measured = new SecondTurn(pair, tokens, options);
            measured.converse(reusing, anew, Math.min(CONVERSATIONS, arguments.limit()));
            measured.print();
            if (arguments.json() != null) {
                ObjectNode document = Report.JSON.createObjectNode();
                document.set("machine", Report.machine());
                document.set("models", Report.models(arguments, reusing));
                document.set("options", Report.options(arguments, options, null));
                document.set("secondTurns", measured.json());
                Report.write(arguments.json(), document);
            }
        }
    }

    private void converse(Cards reusing, Cards anew, int conversations) {
        GenerationOptions oneToken = options.overrideWith(
                GenerationOptions.builder().method(Method.PLAIN).maxNewTokens(1).build());
        int characters = 2 * tokens;
        int found = anew.generate(new CardsRequest(List.of(opening(0, characters)), oneToken))
                .promptTokens();
        characters = (int) ((long) characters * tokens / found);
        for (int i = -1; i < conversations; i++) {
            GenerationOptions seeded = options.toBuilder().seed((long) i).build();
            List<Message> messages = new ArrayList<>(List.of(opening(i + 1, characters)));
            CardsRequest first = new CardsRequest(messages, seeded);
            String answer = reusing.generate(first).text();
            anew.generate(first);
            messages.add(Message.assistant(answer));
            messages.add(Message.user(prompt(i + 1)));
            CardsRequest second = new CardsRequest(messages, seeded);
            // in turns: neither always runs on a machine that the other has warmed up
            Timed without = i % 2 == 0 ? FirstHeard.answer(anew, second) : null;
            Timed with = FirstHeard.answer(reusing, second);
            without = without == null ? FirstHeard.answer(anew, second) : without;
            if (i >= 0) {
                turns.add(new Turn(with, without));
                System.out.printf(
                        Locale.ROOT,
                        "conversation %d, %d tokens: first token %.0f ms, anew %.0f ms; first segment %.0f ms, anew %.0f ms%n",
                        i + 1,
                        with.response().promptTokens(),
                        with.firstToken(),
                        without.firstToken(),
                        with.firstSegment(),
                        without.firstSegment());
            }
        }
    }

    private String prompt(int i) {
        return pair.prompts().get(i % pair.prompts().size());
    }

    /** A long first message: other conversations' begins otherwise. */
    private Message opening(int conversation, int characters) {
        StringBuilder text = new StringBuilder();
        for (int i = 7 * conversation; text.length() < characters; i++) {
            text.append(prompt(i)).append('\n');
        }
        return Message.user(text.substring(0, characters));
    }

    private double[] of(ToDoubleFunction<Turn> value) {
        return turns.stream().mapToDouble(value).toArray();
    }

    private void print() {
        System.out.printf(Locale.ROOT, "second turn, %d conversations, median; ratio [95 %% interval]%n", turns.size());
        line("first token", of(t -> t.anew().firstToken()), of(t -> t.reused().firstToken()));
        line("first segment", of(t -> t.anew().firstSegment()), of(t -> t.reused()
                .firstSegment()));
    }

    private static void line(String what, double[] anew, double[] reused) {
        Statistics.Estimate ratio = ratio(anew, reused);
        System.out.printf(
                Locale.ROOT,
                "%-14s anew %7.0f ms, reused %6.0f ms: %.1f times sooner [%.1f, %.1f]%n",
                what,
                Statistics.median(anew),
                Statistics.median(reused),
                ratio.value(),
                ratio.low(),
                ratio.high());
    }

    private static Statistics.Estimate ratio(double[] anew, double[] reused) {
        return Statistics.bootstrap(
                anew.length, indices -> Statistics.sum(anew, indices) / Statistics.sum(reused, indices));
    }

    private ArrayNode json() {
        ArrayNode rows = Report.JSON.createArrayNode();
        for (Turn turn : turns) {
            ObjectNode row = rows.addObject()
                    .put("promptTokens", turn.reused().response().promptTokens());
            put(row.putObject("reused"), turn.reused());
            put(row.putObject("anew"), turn.anew());
        }
        return rows;
    }

    private static void put(ObjectNode node, Timed timed) {
        Counters counters = timed.response().result().counters();
        node.put("millisToFirstToken", timed.firstToken())
                .put("millisToFirstSegment", timed.firstSegment())
                .put("millis", timed.whole())
                .put("llmTokensRead", counters.llmTokensRead())
                .put("rewardTokensRead", counters.rewardTokensRead())
                .put("text", timed.response().text());
    }
}
