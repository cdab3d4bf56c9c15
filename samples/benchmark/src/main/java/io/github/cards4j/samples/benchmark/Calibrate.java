package io.github.cards4j.samples.benchmark;

import io.github.cards4j.CalibrationFile;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Calibration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Calibrates a pair of models and writes the file, as for the embedded models: see docs/benchmark.md. */
public final class Calibrate {

    private Calibrate() {}

    /**
     * Arguments: language model, reward model, prompt file, file to write, how often to ask each
     * prompt, CPU threads (0: all; 1 for small models), and, if not the default, the longest answer in tokens.
     */
    public static void main(String[] args) {
        if (args.length != 6 && args.length != 7) {
            System.err.println(
                    "usage: Calibrate LLM_DIR REWARD_DIR PROMPTS.jsonl CALIBRATION.json TIMES THREADS [MAX_NEW_TOKENS]");
            System.exit(2);
        }
        List<String> prompts = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[4]); i++) {
            prompts.addAll(Prompts.read(Path.of(args[2])));
        }
        GenerationOptions.Builder generation = GenerationOptions.builder();
        if (args.length == 7) {
            generation.maxNewTokens(Integer.parseInt(args[6]));
        }
        CardsOptions options = CardsOptions.builder()
                .llm(args[0])
                .reward(args[1])
                .dtype("float32")
                .defaults(generation.build())
                .threads(Integer.parseInt(args[5]))
                .build();
        try (Cards cards = Cards.open(options)) {
            Calibration calibration = cards.calibrate(prompts);
            CalibrationFile.write(Path.of(args[3]), calibration);
            System.out.println(calibration);
        }
    }
}
