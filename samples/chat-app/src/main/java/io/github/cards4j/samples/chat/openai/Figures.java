package io.github.cards4j.samples.chat.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.cards4j.decoding.Counters;
import io.github.cards4j.langchain4j.CardsChatResponseMetadata;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an answer was judged: an addition to OpenAI's answers, which their clients skip. */
final class Figures {

    private Figures() {}

    /** Null if another model has answered. */
    static @Nullable ObjectNode of(ChatResponse response) {
        if (!(response.metadata() instanceof CardsChatResponseMetadata metadata)) {
            return null;
        }
        Counters cost = metadata.counters();
        return JsonNodeFactory.instance
                .objectNode()
                .put("aligned", metadata.options().method().judged() && !metadata.greedy())
                .put("reward", metadata.reward())
                .put("acceptance", metadata.acceptanceRate())
                .put("segments", metadata.segments().size())
                .put("exhausted_segments", cost.exhaustedSegments())
                .put("tokens_proposed", cost.tokensProposed())
                .put("tokens_accepted", cost.tokensAccepted())
                .put("finish_reason", metadata.decodingFinishReason().name().toLowerCase(Locale.ROOT))
                .put("seed", metadata.options().seed())
                .put("millis", cost.totalTime().toMillis());
    }
}
