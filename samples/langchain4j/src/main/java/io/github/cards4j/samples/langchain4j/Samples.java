package io.github.cards4j.samples.langchain4j;

import java.io.PrintStream;
import java.util.List;

/** Runs the samples named: {@code chain}, {@code assistant}, {@code rag}; without a name, chain and rag. */
public final class Samples {

    private static final String USAGE =
            "samples: [chain] [assistant] [rag] [--llm FOLDER-OR-OWNER/NAME]; the assistant needs a model that calls tools";

    private Samples() {}

    public static void main(String... args) throws Exception {
        int status = run(System.out, System.err, List.of(args));
        if (status != 0) {
            System.exit(status);
        }
    }

    /** @return the exit status: 0, or 2 for arguments that cannot be understood */
    static int run(PrintStream out, PrintStream errors, List<String> args) throws Exception {
        int option = args.indexOf("--llm");
        boolean given = option >= 0 && option + 2 == args.size();
        List<String> names = given ? args.subList(0, option) : args;
        if (!List.of("chain", "assistant", "rag").containsAll(names) || !given && names.contains("assistant")) {
            errors.println(USAGE);
            return 2;
        }
        try (Models models = given ? Models.of(args.get(option + 1)) : Models.embedded()) {
            for (String name : names.isEmpty() ? List.of("chain", "rag") : names) {
                run(name, models, out);
            }
        }
        return 0;
    }

    private static void run(String name, Models models, PrintStream out) throws Exception {
        out.println("-- " + name);
        switch (name) {
            case "chain" -> ChainSample.run(models.chat, out);
            case "assistant" -> AssistantSample.run(models.chat, out);
            default -> RagSample.run(models.streaming, out);
        }
    }
}
