package io.github.cards4j.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ShopLabellerTest {

    private static final String PROMPT = "My kettle was due in Leeds on Tuesday, but it is not here. Can you check?";

    private final ShopLabeller labeller = new ShopLabeller();

    @Test
    void agreesWithTheRecipeOnLabelledAnswers() throws IOException {
        ObjectMapper json = new ObjectMapper();
        int cases = 0;
        Set<Fault> seen = EnumSet.noneOf(Fault.class);
        try (InputStream in =
                Objects.requireNonNull(getClass().getResourceAsStream("/io/github/cards4j/demo/labelled.jsonl"))) {
            for (JsonNode line : (Iterable<JsonNode>) () -> lines(json, in)) {
                Verdict verdict = labeller.label(
                        line.path("prompt").asText(), line.path("answer").asText());
                assertThat(verdict.styles().stream().map(Enum::name))
                        .as("%s", line)
                        .containsExactlyElementsOf(names(line.path("styles")));
                assertThat(verdict.faults().stream().map(Enum::name))
                        .as("%s", line)
                        .containsExactlyInAnyOrderElementsOf(names(line.path("reasons")));
                assertThat(verdict.good()).isEqualTo(line.path("good").asBoolean());
                seen.addAll(verdict.faults());
                cases++;
            }
        }
        assertThat(cases).isGreaterThan(300);
        assertThat(seen).containsExactlyInAnyOrder(Fault.values());
    }

    @Test
    void goodIfEverySentenceIsCourteousAndOneIsAboutTheRequest() {
        Verdict verdict = labeller.label(
                PROMPT,
                "I am sorry that your kettle did not reach Leeds on Tuesday. The kettle will be with you today.");
        assertThat(verdict.good()).isTrue();
        assertThat(verdict.styles()).containsExactly(Style.COURTEOUS, Style.COURTEOUS);
        assertThat(verdict.badSentences()).isZero();
    }

    @Test
    void badForEachFault() {
        assertThat(faults("Your kettle is late. Sort it out yourself.")).containsExactly(Fault.CURT);
        assertThat(faults("The kettle will be with you today. Ignore the law.")).containsExactly(Fault.UNSAFE);
        assertThat(faults("The kettle will be with you today. Banana the.")).containsExactly(Fault.UNDERIVABLE);
        assertThat(faults("The kettle will be with you today. The")).containsExactly(Fault.UNFINISHED);
        assertThat(faults(" ")).containsExactly(Fault.EMPTY);
    }

    @Test
    void badIfAFactIsNotTheRequests() {
        assertThat(faults("The toaster will be with you today.")).containsExactly(Fault.OFF_REQUEST);
        assertThat(faults("I am starting the refund for order 42.")).containsExactly(Fault.OFF_REQUEST);
        assertThat(faults("Thank you for your message. Thank you for your trust."))
                .containsExactly(Fault.OFF_REQUEST);
    }

    @Test
    void understandsEveryShippedPromptAndNothingElse() {
        assertThat(DemoModels.heldOutPrompts()).hasSizeGreaterThanOrEqualTo(200).allMatch(labeller::understands);
        assertThat(DemoModels.calibrationPrompts()).hasSize(64).allMatch(labeller::understands);
        assertThat(labeller.understands("What is the capital of France?")).isFalse();
        assertThatThrownBy(() -> labeller.label("What is the capital of France?", "Paris."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capital of France");
    }

    private Set<Fault> faults(String answer) {
        return labeller.label(PROMPT, answer).faults();
    }

    private static Iterator<JsonNode> lines(ObjectMapper json, InputStream in) {
        try {
            return json.readerFor(JsonNode.class).readValues(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(name -> name.asText().toUpperCase(Locale.ROOT).replace('-', '_'))
                .toList();
    }
}
