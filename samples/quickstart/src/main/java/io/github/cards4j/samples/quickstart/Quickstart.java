package io.github.cards4j.samples.quickstart;

import io.github.cards4j.CalibrationFile;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.samples.demo.DemoModels;
import io.github.cards4j.samples.demo.UnpackListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Answers a request side by side, unaligned and aligned. {@code --help} lists the options. */
public final class Quickstart {

    private Quickstart() {}

    public static void main(String... args) {
        int status = run(Screen.standard(), System.in, System.err, args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** @return the exit status: 0, 1 for models or files that fail, 2 for arguments that cannot be understood */
    static int run(Screen screen, InputStream in, PrintStream errors, String... args) {
        try {
            Arguments arguments = Arguments.parse(args);
            if (arguments.help()) {
                screen.print(Arguments.HELP);
            } else {
                answer(screen, in, arguments);
            }
            return 0;
        } catch (UsageException | IllegalArgumentException e) {
            errors.println("quickstart: " + e.getMessage());
            return 2;
        } catch (ModelException | UncheckedIOException e) {
            errors.println("quickstart: " + e.getMessage());
            return 1;
        }
    }

    private static void answer(Screen screen, InputStream in, Arguments arguments) {
        LoadProgress progress = new LoadProgress(screen);
        try (Cards cards = Cards.open(options(arguments, progress), progress)) {
            calibrate(cards, arguments, progress);
            Duet duet = new Duet(cards, arguments, screen, arguments.demo() ? new TrueStyle() : (q, a) -> null);
            duet.warmUp();
            screen.line(screen.style(cards.description(), Screen.Style.DIM));
            if (arguments.request() != null || !arguments.interactive()) {
                String request = arguments.request() != null ? arguments.request() : builtIn();
                duet.show(request);
                duet.answer(request);
            }
            if (arguments.interactive()) {
                converse(screen, in, duet);
            }
        }
    }

    private static CardsOptions options(Arguments arguments, LoadProgress progress) {
        UnpackListener unpacking = (file, done, total) ->
                progress.onProgress("unpacking " + file.getFileName(), total == 0 ? 1 : (double) done / total);
        Path calibration = arguments.calibration();
        return CardsOptions.builder()
                .llm(arguments.demo() ? DemoModels.llm(unpacking).toString() : arguments.llm())
                .reward(arguments.demo() ? DemoModels.reward(unpacking).toString() : arguments.reward())
                .offline(arguments.offline())
                .calibration(calibration != null && Files.exists(calibration) ? calibration : null)
                .chatFormat(arguments.chatFormat())
                .device(arguments.device())
                .dtype(arguments.dtype())
                // Calibration draws answers as they will be drawn.
                .defaults(GenerationOptions.builder()
                        .maxNewTokens(arguments.maxNewTokens())
                        .build())
                .build();
    }

    /** A pair of one's own has to be calibrated once, or strength would mean nothing; none at all needs nothing. */
    private static void calibrate(Cards cards, Arguments arguments, LoadProgress progress) {
        if (cards.calibration() != null || arguments.strength() == 0) {
            return;
        }
        List<String> prompts = arguments.demo() ? DemoModels.calibrationPrompts() : CalibrationPrompts.ALL;
        progress.onProgress("calibrating: plain answers to " + prompts.size() + " requests", 0);
        Calibration calibration = cards.calibrate(prompts);
        if (arguments.calibration() != null) {
            CalibrationFile.write(arguments.calibration(), calibration);
        }
    }

    private static void converse(Screen screen, InputStream typed, Duet duet) {
        BufferedReader in = new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8));
        try {
            while (true) {
                screen.line();
                screen.print(screen.style("Your request (an empty line ends): ", Screen.Style.BOLD));
                String request = in.readLine();
                if (request == null || request.isBlank()) {
                    screen.line();
                    return;
                }
                try {
                    duet.answer(request.strip());
                } catch (IllegalArgumentException | ModelException e) {
                    // too long, perhaps: the next may do
                    screen.line("! " + e.getMessage());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request that the labeller understands and the models were not trained on, whatever the grammar is. */
    private static String builtIn() {
        return DemoModels.heldOutPrompts().get(0);
    }
}
