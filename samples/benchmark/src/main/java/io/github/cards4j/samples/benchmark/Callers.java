package io.github.cards4j.samples.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.samples.benchmark.FirstHeard.Timed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;

/**
 * Several callers at once over one engine: how much it answers in all, and how long each waits. Every number of callers
 * answers the same prompts with the same seeds, a slice of them before the next slice comes, in an order that rotates.
 */
final class Callers {

    /** Prompts of a slice for each of the most callers: with fewer, the end of a slice, when callers run out, counts much. */
    private static final int PROMPTS_A_CALLER = 2;

    /** One number of callers over one slice of prompts. */
    private record Round(double seconds, List<Timed> answers) {}

    private final Arguments arguments;
    private final List<Integer> numbers;
    private final Map<Integer, List<Round>> rounds = new LinkedHashMap<>();

    private Callers(Arguments arguments, List<Integer> numbers) {
        this.arguments = arguments;
        this.numbers = numbers;
        numbers.forEach(callers -> rounds.put(callers, new ArrayList<>()));
    }

    static void measure(Arguments arguments, Pair pair, List<Integer> numbers) {
        Callers callers = new Callers(arguments, numbers);
        // Without prompt reuse: who comes second would find the prompts read.
        try (Cards cards = pair.open(arguments, 0)) {
            System.out.println(cards.description());
            GenerationOptions options = Benchmark.options(cards, arguments, pair).toBuilder()
                    .method(Method.CARDS)
                    .build();
            callers.answerAll(cards, pair.prompts(), options);
            callers.print();
            if (arguments.json() != null) {
                ObjectNode document = Report.JSON.createObjectNode();
                document.set("machine", Report.machine());
                document.set("models", Report.models(arguments, cards));
                document.set("options", Report.options(arguments, options, null));
                document.set("callers", callers.json());
                Report.write(arguments.json(), document);
            }
        }
    }

    private void answerAll(Cards cards, List<String> prompts, GenerationOptions options) {
        int slice = PROMPTS_A_CALLER * Collections.max(numbers);
        round(cards, prompts.subList(0, Math.min(2, prompts.size())), 0, options, 2);
        for (int from = 0, turn = 0; from < prompts.size(); from += slice, turn++) {
            List<String> part = prompts.subList(from, Math.min(prompts.size(), from + slice));
            List<Integer> order = new ArrayList<>(numbers);
            Collections.rotate(order, turn);
            for (int callers : order) {
                Round round = round(cards, part, from, options, callers);
                rounds.getOrDefault(callers, List.of()).add(round);
                System.out.printf(
                        Locale.ROOT,
                        "prompts %d to %d, %d callers: %.1f s%n",
                        from + 1,
                        from + part.size(),
                        callers,
                        round.seconds());
            }
        }
    }

    /** As many threads, each of which asks the next prompt when it has its answer. */
    private Round round(Cards cards, List<String> prompts, int first, GenerationOptions options, int callers) {
        List<Callable<Timed>> requests = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            long seed = arguments.seeds().get(0) * 1_000_003 + first + i;
            CardsRequest request = CardsRequest.of(prompts.get(i))
                    .with(options.toBuilder().seed(seed).build());
            requests.add(() -> FirstHeard.answer(cards, request));
        }
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            long start = System.nanoTime();
            List<Future<Timed>> done = threads.invokeAll(requests);
            double seconds = (System.nanoTime() - start) / 1e9;
            List<Timed> answers = new ArrayList<>();
            for (Future<Timed> answer : done) {
                answers.add(answer.get());
            }
            return new Round(seconds, answers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private double[] tokens(int callers) {
        return of(callers).stream()
                .mapToDouble(round -> total(round, Counters::tokensAccepted))
                .toArray();
    }

    private double[] seconds(int callers) {
        return of(callers).stream().mapToDouble(Round::seconds).toArray();
    }

    private List<Round> of(int callers) {
        return rounds.getOrDefault(callers, List.of());
    }

    private static long total(Round round, ToLongFunction<Counters> counter) {
        return round.answers().stream()
                .map(timed -> timed.response().result().counters())
                .mapToLong(counter)
                .sum();
    }

    /** Accepted tokens a second, in total. */
    private double rate(int callers) {
        return Statistics.mean(tokens(callers)) / Statistics.mean(seconds(callers));
    }

    private double[] firstSegments(int callers) {
        return of(callers).stream()
                .flatMap(round -> round.answers().stream())
                .mapToDouble(Timed::firstSegment)
                .toArray();
    }

    private double acceptance(int callers) {
        double accepted = of(callers).stream()
                .flatMap(round -> round.answers().stream())
                .mapToInt(timed -> timed.response().result().segments().size())
                .sum();
        return accepted
                / of(callers).stream()
                        .mapToLong(r -> total(r, Counters::candidatesJudged))
                        .sum();
    }

    private void print() {
        System.out.println("callers  tokens/s in total  of the first row's  first segment: median   95 %  acceptance");
        for (int callers : numbers) {
            System.out.printf(
                    Locale.ROOT,
                    "%7d  %17.1f  %17.2fx  %18.0f ms  %5.0f  %10.2f%n",
                    callers,
                    rate(callers),
                    rate(callers) / rate(numbers.get(0)),
                    Statistics.median(firstSegments(callers)),
                    Statistics.quantile(firstSegments(callers), 0.95),
                    acceptance(callers));
        }
    }

    private ArrayNode json() {
        ArrayNode rows = Report.JSON.createArrayNode();
        for (int callers : numbers) {
            ObjectNode row = rows.addObject()
                    .put("callers", callers)
                    .put("answers", firstSegments(callers).length)
                    .put("tokensAccepted", (long) Statistics.sum(tokens(callers)))
                    .put(
                            "tokensProposed",
                            of(callers).stream()
                                    .mapToLong(r -> total(r, Counters::tokensProposed))
                                    .sum())
                    .put("seconds", Statistics.sum(seconds(callers)))
                    .put("tokensPerSecond", rate(callers))
                    .put("ratio", rate(callers) / rate(numbers.get(0)))
                    .put("medianMillisToFirstSegment", Statistics.median(firstSegments(callers)))
                    .put("p95MillisToFirstSegment", Statistics.quantile(firstSegments(callers), 0.95))
                    .put("acceptance", acceptance(callers));
            ArrayNode each = row.putArray("rounds");
            for (Round round : of(callers)) {
                each.addObject()
                        .put("seconds", round.seconds())
                        .put("tokensAccepted", total(round, Counters::tokensAccepted));
            }
        }
        return rows;
    }
}
