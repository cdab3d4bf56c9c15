package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.checkpoint.Tokenizers;
import io.github.cards4j.decoding.Candidate;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.Segment;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reward model whose tokens are others than the language model's: segments end within its tokens. */
class OtherTokenizerTest {

    private static final String PROMPT = "Where is my parcel?";

    @TempDir
    Path temp;

    @Test
    void rewardsAlongTheWayAreThoseOfAFreshReading() throws IOException {
        Path reward = Golden.copy("reward", temp.resolve("reward"));
        Files.copy(
                Golden.folder("tokenizer-unigram").resolve("tokenizer.json"),
                reward.resolve("tokenizer.json"),
                StandardCopyOption.REPLACE_EXISTING);
        requireOtherTokens(reward);
        Map<String, Double> judged = new HashMap<>();
        int segments = 0;
        try (Cards cards = Cards.open(options(reward))) {
            for (long seed = 0; seed < 4; seed++) {
                CardsRequest request = CardsRequest.of(PROMPT)
                        .with(GenerationOptions.builder().seed(seed).build());
                Answering answering = new Answering(judged);
                DecodingResult result = cards.generate(request, answering).result();
                segments += result.segments().size();
                assertThat(result.text()).isEqualTo(answering.text);
                judged.put(result.text(), result.reward());
            }
            assertThat(segments).isGreaterThan(12);
            assertThat(judged).hasSizeGreaterThan(segments);
            judged.forEach((text, r) -> assertThat(cards.score(List.of(Message.user(PROMPT)), text))
                    .as(text)
                    .isCloseTo(r, offset(1e-4)));
        }
    }

    private static CardsOptions options(Path reward) {
        return CardsOptions.builder()
                .llm(Golden.folder("tied").toString())
                .reward(reward.toString())
                .chatFormat("plain")
                .rewardChatFormat("plain")
                .dtype("float32")
                .threads(1)
                .defaults(GenerationOptions.builder()
                        .maxNewTokens(24)
                        .targetReward(0.5)
                        .rewardTemperature(0.3)
                        .uncertaintyThreshold(0.0)
                        .maxAttempts(6)
                        .build())
                .build();
    }

    private static void requireOtherTokens(Path reward) {
        Tokenizer own = Tokenizers.open(Golden.folder("tied"));
        Tokenizer other = Tokenizers.open(reward);
        assertThat(other.encode(PROMPT)).isNotEmpty().isNotEqualTo(own.encode(PROMPT));
    }

    /** What was judged: the text accepted before, and each candidate behind it. */
    private static final class Answering implements DecodingListener {

        private final Map<String, Double> judged;
        private String text = "";

        Answering(Map<String, Double> judged) {
            this.judged = judged;
        }

        @Override
        public void onSegment(Segment segment) {
            text += segment.candidate().text();
            judged.put(text, segment.candidate().reward());
        }

        @Override
        public void onRejected(Candidate candidate) {
            judged.put(text + candidate.text(), candidate.reward());
        }
    }
}
