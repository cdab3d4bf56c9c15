package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.decoding.Counters;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.Message;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole conversations with prompt reuse and without: the same answers, and fewer tokens read. */
class PromptReuseOnTorchTest {

    private static final Message SYSTEM = Message.system(
            "Be kind to all who ask for their parcels, be brief, and never promise a day that nobody knows.");

    private static Cards open(int megabytes) throws URISyntaxException {
        return Cards.open(CardsOptions.builder()
                .llm(golden("tied"))
                .reward(golden("reward"))
                .chatFormat("plain")
                .dtype("float32")
                .threads(1)
                .promptCacheMegabytes(megabytes)
                .defaults(GenerationOptions.builder()
                        .maxNewTokens(12)
                        .targetReward(1.0)
                        .rewardTemperature(0.5)
                        .uncertaintyThreshold(3.5)
                        .ramp(20)
                        .build())
                .build());
    }

    private static String golden(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(
                                PromptReuseOnTorchTest.class.getResource("golden/" + name + "/config.json"))
                        .toURI())
                .getParent()
                .toString();
    }

    private static CardsRequest request(List<Message> messages, Method method, long seed) {
        return new CardsRequest(
                messages, GenerationOptions.builder().method(method).seed(seed).build());
    }

    private static List<CardsResponse> conversation(Cards cards, Method method) {
        List<Message> messages = new ArrayList<>(List.of(SYSTEM));
        List<CardsResponse> responses = new ArrayList<>();
        for (int turn = 0; turn < 3; turn++) {
            messages.add(Message.user("Parcel " + turn + "?"));
            CardsResponse response = cards.generate(request(messages, method, turn));
            messages.add(Message.assistant(response.text()));
            responses.add(response);
        }
        return responses;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "best-of-n:3", "rejection", "cards:1", "cards"})
    void laterTurnsGiveTheSameAnswersAndReadOnlyWhatIsNew(String method) throws URISyntaxException {
        List<CardsResponse> anew;
        List<CardsResponse> reused;
        try (Cards cards = open(0)) {
            anew = conversation(cards, Method.parse(method));
        }
        try (Cards cards = open(50)) {
            reused = conversation(cards, Method.parse(method));
        }
        for (int turn = 0; turn < anew.size(); turn++) {
            CardsResponse expected = anew.get(turn);
            CardsResponse found = reused.get(turn);
            assertThat(found.result().tokens()).isEqualTo(expected.result().tokens());
            assertThat(found.result().reward()).isEqualTo(expected.result().reward(), within(1e-4));
            if (turn > 0) {
                Counters less = found.result().counters();
                Counters all = expected.result().counters();
                // The former turn's prompt; what a model with random weights says is written with other tokens when it
                // is
                // part of a prompt.
                int known = anew.get(turn - 1).promptTokens() - 8;
                assertThat(all.llmTokensRead() - less.llmTokensRead()).isGreaterThan(known);
                if (all.rewardTokensRead() > 0) {
                    assertThat(all.rewardTokensRead() - less.rewardTokensRead()).isGreaterThan(known);
                }
            }
        }
    }

    @Test
    void requestsThatComeTogetherShareTheirSystemMessage() throws URISyntaxException {
        long anew = 0;
        long reused = 0;
        List<List<Integer>> alone = new ArrayList<>();
        try (Cards cards = open(0)) {
            for (int i = 0; i < 4; i++) {
                CardsResponse response = cards.generate(ask(i));
                alone.add(response.result().tokens());
                anew += response.result().counters().llmTokensRead();
            }
        }
        try (Cards cards = open(50)) {
            List<Generation> generations = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                generations.add(cards.start(ask(i), DecodingListener.NONE));
            }
            for (int i = 0; i < 4; i++) {
                CardsResponse response = generations.get(i).future().join();
                assertThat(response.result().tokens()).isEqualTo(alone.get(i));
                reused += response.result().counters().llmTokensRead();
            }
        }
        assertThat(anew - reused).isGreaterThan(3L * SYSTEM.text().length() / 4);
    }

    private static CardsRequest ask(int i) {
        return request(List.of(SYSTEM, Message.user("Parcel " + i + "?")), Method.PLAIN, i);
    }
}
