package io.github.cards4j.samples.benchmark;

import io.github.cards4j.CalibrationFile;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.checkpoint.ModelLocation;
import io.github.cards4j.checkpoint.Progress;
import io.github.cards4j.samples.demo.DemoModels;
import io.github.cards4j.samples.demo.ShopLabeller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The pair of models under measurement, and what to ask it.
 *
 * @param llm folder of the language model
 * @param reward folder of the reward model
 * @param prompts what is asked
 * @param calibrationPrompts what is asked to calibrate it
 */
record Pair(Path llm, Path reward, List<String> prompts, List<String> calibrationPrompts) {

    static Pair of(Arguments arguments) {
        List<String> prompts;
        if (arguments.prompts() != null) {
            prompts = Prompts.read(arguments.prompts());
        } else {
            prompts = DemoModels.heldOutPrompts();
        }
        List<String> used = prompts.subList(0, Math.min(prompts.size(), arguments.limit()));
        if (arguments.demo()) {
            return new Pair(DemoModels.llm(), DemoModels.reward(), used, DemoModels.calibrationPrompts());
        }
        return new Pair(
                ModelLocation.resolve(arguments.llm(), Progress.NONE),
                ModelLocation.resolve(arguments.reward(), Progress.NONE),
                used,
                prompts);
    }

    /** Opens the pair, calibrated if need be, without prompt reuse: methods that answer the same prompt shall not help each other. */
    Cards open(Arguments arguments) {
        return open(arguments, 0);
    }

    /** Opens the pair, calibrated if need be. */
    Cards open(Arguments arguments, int promptCacheMegabytes) {
        Path calibration = arguments.calibration();
        CardsOptions options = CardsOptions.builder()
                .llm(llm.toString())
                .reward(reward.toString())
                .calibration(calibration != null && Files.exists(calibration) ? calibration : null)
                .chatFormat(arguments.chatFormat())
                .device(arguments.device())
                .dtype(arguments.dtype())
                .threads(arguments.threads())
                .promptCacheMegabytes(promptCacheMegabytes)
                // Calibration draws answers as they will be drawn.
                .defaults(arguments.generation())
                .build();
        Cards cards = Cards.open(options);
        if (cards.calibration() == null && arguments.needsCalibration()) {
            System.out.println("calibrating on " + calibrationPrompts.size() + " prompts ...");
            var measured = cards.calibrate(calibrationPrompts);
            if (calibration != null) {
                CalibrationFile.write(calibration, measured);
            }
        }
        return cards;
    }

    /** Tells bad answers where the grammar of the embedded models is known, else nothing. */
    static BiFunction<String, String, @Nullable Boolean> labeller(Arguments arguments) {
        if (!arguments.demo()) {
            return (prompt, answer) -> null;
        }
        ShopLabeller labeller = new ShopLabeller();
        return (prompt, answer) -> labeller.understands(prompt)
                ? Boolean.valueOf(!labeller.label(prompt, answer).good())
                : null;
    }
}
