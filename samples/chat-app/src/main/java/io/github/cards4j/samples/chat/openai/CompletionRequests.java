package io.github.cards4j.samples.chat.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.cards4j.langchain4j.CardsChatRequestParameters;
import io.github.cards4j.samples.chat.ChatAppProperties;
import io.github.cards4j.samples.chat.http.ApiException;
import io.github.cards4j.samples.chat.http.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Reads requests. What would be ignored is refused by its name, unless it changes nothing. */
@Component
final class CompletionRequests {

    private final Supplier<Set<String>> names;
    private final ChatAppProperties limits;

    @Autowired
    CompletionRequests(Catalogue catalogue, ChatAppProperties limits) {
        this(catalogue::names, limits);
    }

    CompletionRequests(Supplier<Set<String>> names, ChatAppProperties limits) {
        this.names = names;
        this.limits = limits;
    }

    /** @throws ApiException if a field is missing, wrong or not supported; names it */
    CompletionRequest read(Fields body) {
        try {
            return known(body);
        } catch (IllegalArgumentException e) {
            // of LangChain4j, where it is stricter
            throw ApiException.of(
                    HttpStatus.BAD_REQUEST, "invalid_value", "the request cannot be used: " + e.getMessage());
        }
    }

    private CompletionRequest known(Fields body) {
        String model = model(body);
        boolean stream = body.flag("stream");
        boolean includeUsage = includeUsage(body, stream);
        CardsChatRequestParameters.Builder parameters = CardsChatRequestParameters.builder();
        Fields own = body.object("cards");
        if (own != null) {
            parameters.strength(own.number("strength", 0, 1));
            own.refuseOthers();
        }
        parameters
                .modelName(model)
                .temperature(body.number("temperature", 0, 2))
                .topP(topP(body))
                .maxOutputTokens(maxTokens(body))
                .seed(body.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE))
                .stopSequences(stop(body))
                .responseFormat(ResponseFormats.read(body));
        Tools.read(body, parameters);
        refuseWhatIsIgnored(body);
        return new CompletionRequest(
                model,
                ChatRequest.builder()
                        .messages(Conversations.read(body, limits))
                        .parameters(parameters.build())
                        .build(),
                stream,
                includeUsage);
    }

    private String model(Fields body) {
        String model = body.requiredText("model");
        Set<String> known = names.get();
        if (!known.contains(model)) {
            throw ApiException.notFound(
                    "model", "model_not_found", "there is no model '" + model + "' here, but " + known);
        }
        return model;
    }

    private static boolean includeUsage(Fields body, boolean stream) {
        Fields options = body.object("stream_options");
        if (options == null) {
            return false;
        }
        if (!stream) {
            throw body.wrong("stream_options", "is for stream=true only");
        }
        boolean includeUsage = options.flag("include_usage");
        // padding against those who listen on the line: left out
        options.flag("include_obfuscation");
        options.refuseOthers();
        return includeUsage;
    }

    private static @Nullable Double topP(Fields body) {
        Double topP = body.number("top_p", 0, 1);
        if (topP != null && topP == 0) {
            throw body.wrong("top_p", "must be above 0; temperature 0 takes the most likely token each time");
        }
        return topP;
    }

    private @Nullable Integer maxTokens(Fields body) {
        Integer newer = body.integer("max_completion_tokens", 1, limits.maxTokens());
        Integer older = body.integer("max_tokens", 1, limits.maxTokens());
        if (newer != null && older != null && !newer.equals(older)) {
            throw body.wrong("max_tokens", "and max_completion_tokens differ: give one of them");
        }
        return newer != null ? newer : older;
    }

    private static @Nullable List<String> stop(Fields body) {
        JsonNode stop = body.any("stop");
        if (stop == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : stop.isArray() ? stop : List.of(stop)) {
            if (!one.isTextual() || one.textValue().isEmpty()) {
                throw body.wrong("stop", "must be a text or a list of texts, none of them empty");
            }
            texts.add(one.textValue());
        }
        if (texts.size() > 4) {
            throw body.wrong("stop", "must have at most 4 texts");
        }
        return texts;
    }

    private static void refuseWhatIsIgnored(Fields body) {
        // Allowed because these say what happens anyway.
        only(body, "n", JsonNode::isIntegralNumber, 1);
        only(body, "presence_penalty", JsonNode::isNumber, 0);
        only(body, "frequency_penalty", JsonNode::isNumber, 0);
        if (body.flag("logprobs")) {
            throw body.unsupported("logprobs", "is not supported");
        }
        if (body.flag("store")) {
            throw body.unsupported("store", "is not supported: nothing is stored");
        }
        String tier = body.text("service_tier");
        if (tier != null && !tier.equals("auto") && !tier.equals("default")) {
            throw body.unsupported("service_tier", "must be auto or default: there is one tier");
        }
        // Notes for the client's own books; messages are read later.
        body.any("user");
        body.any("safety_identifier");
        body.any("prompt_cache_key");
        body.any("metadata");
        body.any("messages");
        body.refuseOthers();
    }

    private interface Kind {
        boolean is(JsonNode value);
    }

    private static void only(Fields body, String name, Kind kind, int value) {
        JsonNode given = body.any(name);
        if (given != null && (!kind.is(given) || given.doubleValue() != value)) {
            throw body.unsupported(name, "must be " + value + ": other values are not supported");
        }
    }
}
