package io.github.cards4j.spring.internal.watch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.cards4j.CardsResponse;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.decoding.Alignment;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.DecodingResult;
import io.github.cards4j.decoding.FinishReason;
import io.github.cards4j.grammar.Grammar;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Names of OpenTelemetry's semantic conventions for generative AI; what they have no name for begins with {@code cards.}. What
 * has few values (low cardinality) also becomes tags of the timer, and so is always there; the rest belongs to spans only, such as
 * the type of an error, which must be there only if there is one (the timer has the tag {@code error}).
 */
final class ChatObservationConvention implements ObservationConvention<ChatObservationContext> {

    static final String NAME = "gen_ai.client.operation.duration";
    static final String OPERATION = "chat";
    static final String PROVIDER = "cards4j";

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ChatObservationContext;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(ChatObservationContext context) {
        return OPERATION + " " + context.model();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(ChatObservationContext context) {
        return KeyValues.of(
                "gen_ai.operation.name",
                OPERATION,
                "gen_ai.provider.name",
                PROVIDER,
                "gen_ai.request.model",
                context.model(),
                "gen_ai.response.model",
                context.response() == null ? KeyValue.NONE_VALUE : context.model(),
                "cards.profile",
                context.profile());
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ChatObservationContext context) {
        List<KeyValue> values = new ArrayList<>();
        CardsResponse response = context.response();
        Throwable failure = context.failure();
        if (failure != null && !(failure instanceof CancellationException)) {
            add(values, "error.type", failure.getClass().getName());
        }
        Grammar grammar = context.asked().grammar();
        if (grammar != null && grammar.json()) {
            add(values, "gen_ai.output.type", "json");
        }
        if (response == null) {
            asked(values, context.asked());
            if (failure instanceof CancellationException) {
                add(values, "gen_ai.response.finish_reasons", "[\"cancelled\"]");
            }
        } else {
            resolved(values, response.options());
            answered(values, response);
        }
        return KeyValues.of(values);
    }

    private static void asked(List<KeyValue> values, GenerationOptions options) {
        add(values, "gen_ai.request.temperature", options.temperature());
        add(values, "gen_ai.request.top_k", options.topK());
        add(values, "gen_ai.request.top_p", options.topP());
        add(values, "gen_ai.request.max_tokens", options.maxNewTokens());
        add(values, "gen_ai.request.seed", options.seed());
        stops(values, options.stopSequences());
        add(values, "cards.strength", options.strength());
    }

    private static void resolved(List<KeyValue> values, DecodingOptions options) {
        add(values, "gen_ai.request.temperature", options.sampling().temperature());
        add(values, "gen_ai.request.top_k", options.sampling().topK());
        add(values, "gen_ai.request.top_p", options.sampling().topP());
        add(values, "gen_ai.request.max_tokens", options.maxNewTokens());
        add(values, "gen_ai.request.seed", options.seed());
        stops(values, options.stopSequences());
        add(values, "cards.method", options.method().id());
        Alignment alignment = options.alignment();
        if (alignment != null) {
            add(values, "cards.target_reward", alignment.targetReward());
            add(values, "cards.reward_temperature", alignment.rewardTemperature());
        }
    }

    private static void answered(List<KeyValue> values, CardsResponse response) {
        DecodingResult result = response.result();
        add(values, "gen_ai.usage.input_tokens", response.promptTokens());
        add(values, "gen_ai.usage.output_tokens", result.tokens().size());
        add(values, "gen_ai.response.finish_reasons", "[\"" + reason(response) + "\"]");
        add(values, "cards.tokens_proposed", result.counters().tokensProposed());
        add(values, "cards.exhausted_segments", result.counters().exhaustedSegments());
        add(values, "cards.acceptance", Acceptance.of(result));
        add(values, "cards.reward", Double.isNaN(result.reward()) ? null : result.reward());
    }

    private static String reason(CardsResponse response) {
        FinishReason reason = response.result().finishReason();
        return switch (reason) {
            case END_OF_SEQUENCE, STOP_SEQUENCE -> response.toolCalls().isEmpty() ? "stop" : "tool_call";
            case LENGTH -> "length";
            case EXHAUSTED, REPLACED -> "content_filter";
            case DEADLINE -> "deadline";
            case CANCELLED -> "cancelled";
        };
    }

    /** A JSON array, as attributes that are lists are written. */
    private static void stops(List<KeyValue> values, @Nullable List<String> texts) {
        if (texts != null && !texts.isEmpty()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            texts.forEach(list::add);
            add(values, "gen_ai.request.stop_sequences", list);
        }
    }

    private static void add(List<KeyValue> values, String key, @Nullable Object value) {
        if (value != null) {
            values.add(KeyValue.of(key, value.toString()));
        }
    }
}
