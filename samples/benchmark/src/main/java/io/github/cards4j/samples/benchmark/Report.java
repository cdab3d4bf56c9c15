package io.github.cards4j.samples.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.Cards;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.DecodingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results as JSON; docs/benchmark.md lists the fields, and they stay. */
final class Report {

    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Report() {}

    static ObjectNode machine() {
        Machine machine = Machine.here();
        return JSON.createObjectNode()
                .put("system", machine.system())
                .put("processor", machine.processor())
                .put("processors", machine.processors())
                .put("java", machine.java());
    }

    static ObjectNode models(Arguments arguments, Cards cards) {
        return JSON.createObjectNode()
                .put("llm", name(arguments.llm()))
                .put("reward", name(arguments.reward()))
                .put("device", cards.description());
    }

    private static String name(String model) {
        return model.equals(Arguments.DEMO)
                ? model
                : String.valueOf(Path.of(model).getFileName());
    }

    /** Options as they were given, and as they were resolved for answers that are judged. */
    static ObjectNode options(Arguments arguments, GenerationOptions given, @Nullable DecodingOptions resolved) {
        ObjectNode options = JSON.createObjectNode()
                .put("maxNewTokens", given.maxNewTokens())
                .put("chatFormat", arguments.chatFormat())
                .put("targetAcceptance", arguments.targetAcceptance())
                .put("strength", given.strength() == null ? GenerationOptions.DEFAULT_STRENGTH : given.strength());
        if (resolved != null) {
            options.put("temperature", resolved.sampling().temperature())
                    .put("topK", resolved.sampling().topK())
                    .put("topP", resolved.sampling().topP());
            Alignment alignment = resolved.alignment();
            if (alignment != null) {
                options.set("alignment", alignment(alignment));
            }
        }
        return options;
    }

    private static ObjectNode alignment(Alignment alignment) {
        ObjectNode node = JSON.createObjectNode()
                .put("targetReward", alignment.targetReward())
                .put("rewardWeight", alignment.rewardWeight())
                .put("rewardTemperature", alignment.rewardTemperature())
                .put("uncertaintyThreshold", alignment.uncertaintyThreshold())
                .put("minSegmentTokens", alignment.minSegmentTokens())
                .put("maxSegmentTokens", alignment.maxSegmentTokens())
                .put("maxAttempts", alignment.maxAttempts())
                .put("onExhausted", alignment.onExhausted().name())
                .put("ramp", alignment.ramp());
        return Double.isFinite(alignment.rewardFloor()) ? node.put("rewardFloor", alignment.rewardFloor()) : node;
    }

    static ObjectNode document(ObjectNode machine, ObjectNode models, ObjectNode options, List<Run> runs) {
        ObjectNode document = JSON.createObjectNode();
        document.set("machine", machine);
        document.set("models", models);
        document.set("options", options);
        var list = document.putArray("runs");
        runs.forEach(run -> list.add(run(run)));
        return document;
    }

    static ObjectNode run(Run run) {
        ObjectNode node = JSON.createObjectNode()
                .put("method", run.method().id())
                .put("seed", run.seed())
                .put("prompts", run.answers().size())
                .put("meanReward", run.meanReward())
                .put("badShare", run.badShare())
                .put("tokensProposed", run.total(Counters::tokensProposed))
                .put("tokensAccepted", run.total(Counters::tokensAccepted))
                .put("llmForwardPasses", run.total(Counters::llmForwardPasses))
                .put("rewardForwardPasses", run.total(Counters::rewardForwardPasses))
                .put("rewardTokensRead", run.total(Counters::rewardTokensRead))
                .put("exhaustedSegments", run.total(Counters::exhaustedSegments))
                .put("millisPerAcceptedToken", run.millisPerAcceptedToken())
                .put("medianMillisToFirstSegment", run.medianMillisToFirstSegment())
                .put("seconds", run.seconds())
                .put("peakResidentMegabytes", run.peakMegabytes())
                .put("acceptance", run.acceptance())
                .put("meanSegmentTokens", run.meanSegmentTokens());
        var answers = node.putArray("answers");
        run.answers().forEach(answer -> answers.add(answer(answer)));
        return node;
    }

    private static ObjectNode answer(Answer answer) {
        Counters counters = answer.counters();
        return JSON.createObjectNode()
                .put("prompt", answer.prompt())
                .put("text", answer.text())
                .put("reward", answer.reward())
                .put("bad", answer.bad())
                .put("finishReason", answer.result().finishReason().name())
                .put("promptTokens", answer.response().promptTokens())
                .put("tokensProposed", counters.tokensProposed())
                .put("tokensAccepted", counters.tokensAccepted())
                .put("llmForwardPasses", counters.llmForwardPasses())
                .put("rewardForwardPasses", counters.rewardForwardPasses())
                .put("rewardTokensRead", counters.rewardTokensRead())
                .put("exhaustedSegments", counters.exhaustedSegments())
                .put("segments", answer.result().segments().size())
                .put("candidatesJudged", counters.candidatesJudged())
                .put("millisToFirstToken", answer.millisToFirstToken())
                .put("millisToFirstSegment", answer.millisToFirstSegment())
                .put("millis", answer.millis());
    }

    /** @throws UsageException if the file cannot be written */
    static void write(Path file, ObjectNode document) {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            // whoever ends the program in this moment keeps what was there
            Files.write(partial, JSON.writeValueAsBytes(document));
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UsageException("--json " + file + " cannot be written: " + e);
        }
    }
}
