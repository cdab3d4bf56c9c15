package io.github.cards4j.samples.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.torch.TorchDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Compares a model's greedy answers in float32 with those that {@code tools/greedy_reference.py} wrote; see
 * docs/families.md. Where a token differs it says how close the two were, and goes on with the reference's.
 */
public final class Greedy {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LanguageModel model;
    private int prompts;
    private int promptsAsWritten;
    private int promptsAlike;
    private int tokens;
    private int differences;

    private Greedy(LanguageModel model) {
        this.model = model;
    }

    public static void main(String... args) throws IOException {
        if (args.length < 2 || args.length > 3) {
            System.err.println("Greedy: give a model folder, the file that greedy_reference.py wrote, and, if you like,"
                    + " a number of threads");
            System.exit(2);
        }
        int threads = args.length < 3 ? 0 : Integer.parseInt(args[2]);
        try (TorchDevice device = TorchDevice.open("cpu", "float32", threads, false);
                LanguageModel model = device.languageModel(Path.of(args[0]), (what, share) -> {})) {
            Greedy greedy = new Greedy(model);
            for (String line : Files.readAllLines(Path.of(args[1]))) {
                greedy.compare(JSON.readTree(line));
            }
            greedy.report();
            System.exit(greedy.differences == 0 ? 0 : 1);
        } catch (ModelException e) {
            System.err.println("Greedy: " + e.getMessage());
            System.exit(1);
        }
    }

    private void compare(JsonNode reference) {
        int[] ids = ints(reference.get("ids"));
        prompts++;
        int[] own =
                model.tokenizer().encode(List.of(new Piece(reference.get("text").asText(), true)));
        if (Arrays.equals(own, ids)) {
            promptsAsWritten++;
        } else {
            System.out.printf("prompt %d: tokenised otherwise: %s%n", prompts, Arrays.toString(own));
        }
        int before = differences;
        int[] expected = ints(reference.get("tokens"));
        try (Continuation continuation = model.begin(ids, new Sampling(0, 0, 1))) {
            while (!continuation.prefill()) {
                // one chunk a call
            }
            Lane lane = continuation.start();
            for (int i = 0; i < expected.length; i++) {
                int found = model.step(List.of(new Draw(lane, 0.5))).get(0).token();
                tokens++;
                if (found != expected[i]) {
                    differences++;
                    System.out.printf(
                            Locale.ROOT,
                            "prompt %d, token %d: %d here, %d in transformers, whose logits are %.6f for %d and %.6f for %d%n",
                            prompts,
                            i,
                            found,
                            expected[i],
                            reference.get("logit").get(i).asDouble(),
                            expected[i],
                            reference.get("secondLogit").get(i).asDouble(),
                            reference.get("second").get(i).asInt());
                }
                lane.append(expected[i]);
            }
        }
        promptsAlike += differences == before ? 1 : 0;
    }

    private void report() {
        System.out.printf(
                "%s: %d of %d prompts tokenised alike; %d of %d answers alike, %d of %d tokens differ%n",
                model.name(), promptsAsWritten, prompts, promptsAlike, prompts, differences, tokens);
    }

    private static int[] ints(JsonNode array) {
        int[] ints = new int[array.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = array.get(i).asInt();
        }
        return ints;
    }
}
