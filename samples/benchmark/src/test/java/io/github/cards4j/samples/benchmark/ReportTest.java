package io.github.cards4j.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cards4j.decoding.Method;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form of the JSON that other programs read. */
class ReportTest {

    @Test
    void aRunHasTheFieldsThatStay() {
        ObjectNode run = Report.run(new Run(
                Method.CARDS,
                2,
                List.of(Samples.answer(Method.CARDS, 1, 100, true), Samples.answer(Method.CARDS, 2, 300, false))));

        assertThat(fields(run))
                .startsWith(
                        "method",
                        "seed",
                        "prompts",
                        "meanReward",
                        "badShare",
                        "tokensProposed",
                        "tokensAccepted",
                        "llmForwardPasses",
                        "rewardForwardPasses",
                        "rewardTokensRead",
                        "exhaustedSegments",
                        "millisPerAcceptedToken",
                        "medianMillisToFirstSegment",
                        "seconds",
                        "peakResidentMegabytes")
                .endsWith("answers");
        assertThat(run.get("method").asText()).isEqualTo("cards");
        assertThat(run.get("prompts").asInt()).isEqualTo(2);
        assertThat(run.get("meanReward").asDouble()).isEqualTo(1.5);
        assertThat(run.get("badShare").asDouble()).isEqualTo(0.5);
        assertThat(run.get("tokensProposed").asInt()).isEqualTo(40);
        assertThat(run.get("tokensAccepted").asInt()).isEqualTo(20);
        assertThat(run.get("llmForwardPasses").asInt()).isEqualTo(24);
        assertThat(run.get("rewardForwardPasses").asInt()).isEqualTo(6);
        assertThat(run.get("rewardTokensRead").asInt()).isEqualTo(50);
        assertThat(run.get("exhaustedSegments").asInt()).isEqualTo(2);
        assertThat(run.get("millisPerAcceptedToken").asDouble()).isEqualTo(20);
        assertThat(run.get("medianMillisToFirstSegment").asDouble()).isEqualTo(100);
        assertThat(run.get("seconds").asDouble()).isEqualTo(0.4);
        assertThat(run.get("peakResidentMegabytes").asInt()).isEqualTo(300);
        assertThat(run.get("acceptance").asDouble()).isEqualTo(0.5);
        assertThat(run.get("answers").get(0).get("text").asText()).isEqualTo("Yes.");
    }

    @Test
    void theBadShareIsNullWhereItIsNotKnown() {
        ObjectNode run = Report.run(new Run(
                Method.PLAIN,
                1,
                List.of(Samples.answer(Method.PLAIN, 1, 100, true), Samples.answer(Method.PLAIN, 1, 100, null))));

        assertThat(run.get("badShare").isNull()).isTrue();
    }

    @Test
    void theOptionsHoldWhatWasResolved() {
        Arguments arguments = Arguments.parse("--max-new-tokens", "128");
        ObjectNode options = Report.options(
                arguments,
                arguments.generation(),
                Samples.answer(Method.CARDS, 1, 1, null).response().options());

        assertThat(options.get("maxNewTokens").asInt()).isEqualTo(128);
        assertThat(options.get("alignment").get("targetReward").asDouble()).isEqualTo(2);
        assertThat(options.get("alignment").get("ramp").asInt()).isEqualTo(30);
        assertThat(options.get("targetAcceptance").isNull()).isTrue();
    }

    @Test
    void theDocumentCanBeReadBack(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("out.json");
        ObjectNode empty = Report.JSON.createObjectNode();
        Report.write(file, Report.document(Report.machine(), empty, empty, List.of()));

        JsonNode read = Report.JSON.readTree(file.toFile());

        assertThat(fields((ObjectNode) read)).containsExactly("machine", "models", "options", "runs");
        assertThat(read.get("machine").get("processors").asInt()).isPositive();
    }

    private static List<String> fields(ObjectNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
