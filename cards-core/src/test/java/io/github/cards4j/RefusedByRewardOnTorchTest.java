package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.Message;
import io.github.cards4j.template.ExpectedTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations that the language model's template takes, and the reward model's refuses. */
@Timeout(300)
class RefusedByRewardOnTorchTest {

    private static final String NO_SECRETS =
            "{% for m in messages %}{% if 'secret' in m.content %}{{ raise_exception('No secrets here') }}{% endif %}"
                    + "[{{ m.role }}]{{ m.content }}{% endfor %}";

    @TempDir
    Path temp;

    private Cards open(String rewardTemplate, String convention) throws IOException {
        Path reward = Golden.copy("reward", temp.resolve("strict-reward"));
        Files.writeString(reward.resolve("chat_template.jinja"), rewardTemplate);
        return Cards.open(CardsOptions.builder()
                .llm(Golden.folder("tied").toString())
                .reward(reward.toString())
                .chatFormat("plain")
                .rewardChatFormat("auto")
                .rewardConvention(convention)
                .dtype("float32")
                .threads(1)
                .defaults(GenerationOptions.builder()
                        .targetReward(0.5)
                        .rewardTemperature(0.3)
                        .uncertaintyThreshold(1.0)
                        .maxNewTokens(16)
                        .seed(1L)
                        .build())
                .build());
    }

    private static CardsRequest request(Method method, Message... messages) {
        return new CardsRequest(
                List.of(messages), GenerationOptions.builder().method(method).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed", "open"})
    void areJudgedInNormalForm(String convention) throws IOException {
        Message[] refused = {
            Message.system("Be kind."), Message.assistant("Hello."), Message.user("Where is it?"), Message.user("Well?")
        };
        List<Message> normal =
                List.of(Message.user("Be kind."), Message.assistant("Hello."), Message.user("Where is it?\n\nWell?"));
        try (Cards cards = open(ExpectedTemplates.resource("gemma2.jinja"), convention)) {
            assertThat(cards.score(List.of(refused), "On its way.")).isEqualTo(cards.score(normal, "On its way."));
            for (Method method : List.of(Method.CARDS, new Method.BestOf(3))) {
                CardsResponse response = cards.generate(request(method, refused));
                assertThat(response.result().reward()).isCloseTo(cards.score(normal, response.text()), within(1e-4));
            }
        }
    }

    @Test
    void areTheRequestsFaultWhereNormalFormIsRefusedToo() throws IOException {
        CardsRequest fine = request(Method.CARDS, Message.user("Where is it?"));
        CardsRequest refused = request(Method.CARDS, Message.system("A secret."), Message.user("Where is it?"));
        try (Cards cards = open(NO_SECRETS, "closed")) {
            CardsResponse alone = cards.generate(fine);
            Generation before = cards.start(fine, DecodingListener.NONE);
            Generation between = cards.start(refused, DecodingListener.NONE);
            Generation behind = cards.start(fine, DecodingListener.NONE);
            assertThatThrownBy(() -> between.future().join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("the reward model strict-reward", "No secrets here");
            for (Generation other : List.of(before, behind)) {
                assertThat(other.future().join().text()).isEqualTo(alone.text());
            }
            assertThatThrownBy(() -> cards.score(refused.messages(), "No."))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the reward model strict-reward");
            // nobody reads it to them
            assertThat(cards.generate(request(Method.PLAIN, Message.user("A secret.")))
                            .result()
                            .tokens())
                    .isNotEmpty();
        }
    }
}
