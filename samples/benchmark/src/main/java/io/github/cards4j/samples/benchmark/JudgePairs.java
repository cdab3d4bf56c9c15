package io.github.cards4j.samples.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.model.Message;
import io.github.cards4j.reward.Reward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often an instruct model, asked about a policy, prefers the answer that keeps it: see docs/rewards.md. */
public final class JudgePairs {

    private JudgePairs() {}

    /** Arguments: an instruct model, and pairs as JSON lines with question, prompt, keeps and breaks. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: JudgePairs MODEL_DIR PAIRS.jsonl");
            System.exit(2);
        }
        Map<String, List<JsonNode>> byQuestion = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            JsonNode pair = Report.JSON.readTree(line);
            byQuestion
                    .computeIfAbsent(pair.path("question").asText(), q -> new ArrayList<>())
                    .add(pair);
        }
        int right = 0;
        int all = 0;
        for (Map.Entry<String, List<JsonNode>> entry : byQuestion.entrySet()) {
            int found = right(args[0], entry.getKey(), entry.getValue());
            System.out.printf(
                    Locale.ROOT, "%3d of %3d  %s%n", found, entry.getValue().size(), entry.getKey());
            right += found;
            all += entry.getValue().size();
        }
        System.out.printf(Locale.ROOT, "%3d of %3d  in all%n", right, all);
    }

    private static int right(String model, String question, List<JsonNode> pairs) {
        CardsOptions options =
                CardsOptions.builder().llm(model).reward(Reward.judge(question)).build();
        try (Cards cards = Cards.open(options)) {
            int right = 0;
            for (JsonNode pair : pairs) {
                List<Message> asked = List.of(Message.user(pair.path("prompt").asText()));
                double keeps = cards.score(asked, pair.path("keeps").asText());
                double breaks = cards.score(asked, pair.path("breaks").asText());
                right += keeps > breaks ? 1 : 0;
            }
            return right;
        }
    }
}
