package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.reward.Reward;
import io.github.cards4j.reward.Reward.Part;
import io.github.cards4j.reward.TextReward;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of reward through the front door. */
class RewardKindsTest {

    private static final List<String> PROMPTS = IntStream.range(0, 8)
            .mapToObj(i -> "Where is parcel number " + i + "?")
            .toList();
    private static final List<Message> ASKED = List.of(Message.user("Where is it?"));
    private static final Reward SHORT = Reward.code("short", TextReward.each(answer -> -answer.length()));

    @TempDir
    Path temp;

    private static Cards open(Reward reward) {
        return Cards.open(CardsOptions.builder()
                .llm(Golden.folder("tied").toString())
                .reward(reward)
                .chatFormat("plain")
                .dtype("float32")
                .threads(1)
                .defaults(GenerationOptions.builder().maxNewTokens(16).seed(1L).build())
                .build());
    }

    private Path calibrated(Reward reward, String file) {
        try (Cards cards = open(reward)) {
            Path path = temp.resolve(file);
            CalibrationFile.write(path, cards.calibrate(PROMPTS));
            return path;
        }
    }

    @Test
    void codeOfTheApplicationJudges() {
        try (Cards cards = open(SHORT)) {
            assertThat(cards.score(ASKED, "four")).isEqualTo(-4);
            cards.calibrate(PROMPTS);
            CardsResponse response = cards.generate(CardsRequest.of("Where is it?"));
            assertThat(response.result().reward()).isEqualTo(-response.text().length());
            assertThat(response.result().segments()).isNotEmpty();
        }
    }

    @Test
    void codeThatThrowsEndsItsOwnAnswerOnly() {
        Reward moody = Reward.code("moody", (conversation, answers) -> {
            if (conversation.get(0).text().contains("bad")) {
                throw new IllegalStateException("no idea");
            }
            return new double[answers.size()];
        });
        try (Cards cards = open(moody)) {
            assertThatThrownBy(() -> cards.score(List.of(Message.user("bad")), "a"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContainingAll("moody", "no idea");
            assertThat(cards.score(ASKED, "a")).isZero();
        }
    }

    @Test
    void theLanguageModelJudgesItself() {
        Reward judge = Reward.judge("Is this answer polite?");
        try (Cards own = open(judge);
                Cards other = open(Reward.judge(
                        "Is this answer polite?", Golden.folder("tied").toString()))) {
            double polite = own.score(ASKED, "We are sorry.");
            assertThat(polite).isFinite().isNotEqualTo(own.score(ASKED, "Go away."));
            assertThat(other.score(ASKED, "We are sorry.")).isCloseTo(polite, within(1e-5));
            Calibration calibration = own.calibrate(PROMPTS);
            assertThat(calibration.convention()).contains("Is this answer polite?");
            CardsResponse response = own.generate(CardsRequest.of("Where is it?"));
            assertThat(response.result().reward())
                    .isCloseTo(own.score(List.of(Message.user("Where is it?")), response.text()), within(1e-4));
        }
    }

    @Test
    void aSumNormalisesItsPartsByTheirCalibrations() {
        Reward judge = Reward.judge("Is this answer polite?");
        Path shortFile = calibrated(SHORT, "short.json");
        Path judgeFile = calibrated(judge, "judge.json");
        Calibration shorts = CalibrationFile.read(shortFile);
        Calibration judges = CalibrationFile.read(judgeFile);
        double judged;
        try (Cards cards = open(judge)) {
            judged = cards.score(ASKED, "four");
        }
        try (Cards cards = open(Reward.sum(Part.of(SHORT, 2, shortFile), Part.of(judge, -0.5, judgeFile)))) {
            double expected = 2 * (-4 - shorts.meanReward()) / shorts.spread()
                    - 0.5 * (judged - judges.meanReward()) / judges.spread();
            assertThat(cards.score(ASKED, "four")).isCloseTo(expected, within(1e-4));
            cards.calibrate(PROMPTS);
            assertThat(cards.generate(CardsRequest.of("Where is it?")).text()).isNotNull();
        }
    }

    @Test
    void aPartWithoutItsOwnCalibrationIsRefused() {
        Path judgeFile = calibrated(Reward.judge("Is this answer polite?"), "judge.json");
        assertThatThrownBy(() -> open(Reward.sum(Part.of(SHORT, 1))))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("code short", "calibrate it");
        assertThatThrownBy(() -> open(Reward.sum(Part.of(SHORT, 1, judgeFile))))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(judgeFile.toString(), "code short");
    }
}
