package io.github.cards4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.Progress;
import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Sampling;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A pass that fails must not let an answer go on from a distribution of the past. */
class FailedStepTest {

    private static final int NO_TOKEN = 1_000_000;

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(
                                FailedStepTest.class.getResource("/io/github/cards4j/golden/" + name + "/config.json"))
                        .toURI())
                .getParent();
    }

    private static Continuation begin(LanguageModel model) {
        Continuation answer = model.begin(new int[] {1, 2, 3}, Sampling.defaults());
        while (!answer.prefill()) {}
        return answer;
    }

    private static int draw(LanguageModel model, Lane lane) {
        return model.step(List.of(new Draw(lane, 0.5))).get(0).token();
    }

    @Test
    void allThatTookPartRefuseToGoOnAndOthersDo() throws URISyntaxException {
        try (TorchDevice device = TorchDevice.open("cpu", "float32", 1, false);
                LanguageModel model = device.languageModel(golden("tied"), Progress.NONE)) {
            Continuation whole = begin(model);
            Continuation broken = begin(model);
            Continuation bystander = begin(model);
            Lane wholeLane = whole.start();
            Lane brokenLane = broken.start();
            Lane bystanderLane = bystander.start();
            int first = draw(model, wholeLane);
            assertThat(draw(model, brokenLane)).isEqualTo(first);
            wholeLane.append(first);
            brokenLane.append(NO_TOKEN);

            assertThatThrownBy(() -> model.step(List.of(new Draw(wholeLane, 0.5), new Draw(brokenLane, 0.5))))
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> draw(model, wholeLane))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("the device failed in a step that this answer took part in");
            assertThatThrownBy(() -> draw(model, brokenLane)).isInstanceOf(ModelException.class);

            assertThat(draw(model, bystanderLane)).isEqualTo(first);
            whole.close();
            broken.close();
            bystander.close();
        }
    }
}
