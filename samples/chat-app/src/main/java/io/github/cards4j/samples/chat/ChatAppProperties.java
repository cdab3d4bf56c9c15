package io.github.cards4j.samples.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Everything under {@code chat-app}.
 *
 * @param apiKey Key that requests must carry as {@code Authorization: Bearer KEY}, at least 16 characters of ASCII. Needed as soon as
 *     {@code server.address} is not the machine itself; none if unset.
 * @param allowedHosts Names under which the application may be called, besides localhost and {@code server.address}: without
 *     scheme and port.
 * @param showRejected Whether the page gets the text of rejected candidates. For demonstrations only.
 * @param demo Whether the page speaks of the embedded models, and offers questions to their shop.
 * @param maxBody Largest request body.
 * @param maxMessages Most messages in a conversation.
 * @param maxMessageCharacters Longest message.
 * @param maxScoreCharacters Most characters of all answers together that one request may have judged afterwards.
 * @param maxTokens Longest answer that a request may ask for.
 * @param maxAnswers Most answers at the same time; each keeps one of the web server's threads.
 * @param heartbeat How long a stream may stay silent before a comment shows that it goes on.
 * @param bodyTimeout How long a client may take to send a request's body.
 */
@ConfigurationProperties(prefix = "chat-app", ignoreUnknownFields = false)
public record ChatAppProperties(
        @Nullable String apiKey,
        @DefaultValue List<String> allowedHosts,
        @DefaultValue("false") boolean showRejected,
        @DefaultValue("false") boolean demo,
        @DefaultValue("256KB") DataSize maxBody,
        @DefaultValue("64") int maxMessages,
        @DefaultValue("16000") int maxMessageCharacters,
        @DefaultValue("64000") int maxScoreCharacters,
        @DefaultValue("1024") int maxTokens,
        @DefaultValue("32") int maxAnswers,
        @DefaultValue("5s") Duration heartbeat,
        @DefaultValue("30s") Duration bodyTimeout) {

    /** A name or an address as URLs have it; an IPv6 address in brackets. */
    private static final String HOST = "[\\w.-]+|\\[[0-9a-fA-F:.]+]";

    public ChatAppProperties {
        allowedHosts = List.copyOf(allowedHosts);
        List<String> problems = new ArrayList<>();
        for (String host : allowedHosts) {
            if (!host.matches(HOST)) {
                problems.add("chat-app.allowed-hosts holds '" + host
                        + "', which is no host name: leave scheme, port and path out");
            }
        }
        atLeastOne("max-messages", maxMessages, problems);
        atLeastOne("max-message-characters", maxMessageCharacters, problems);
        atLeastOne("max-score-characters", maxScoreCharacters, problems);
        atLeastOne("max-tokens", maxTokens, problems);
        atLeastOne("max-answers", maxAnswers, problems);
        atLeastOneMillisecond("heartbeat", heartbeat, problems);
        atLeastOneMillisecond("body-timeout", bodyTimeout, problems);
        if (maxBody.toBytes() < 1 || maxBody.toBytes() > 16 << 20) {
            problems.add("chat-app.max-body must lie in 1B..16MB, but is " + maxBody);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static void atLeastOne(String name, int value, List<String> problems) {
        if (value < 1) {
            problems.add("chat-app." + name + " must be at least 1, but is " + value);
        }
    }

    private static void atLeastOneMillisecond(String name, Duration value, List<String> problems) {
        if (value.toMillis() < 1) {
            problems.add("chat-app." + name + " must be at least 1ms, but is " + value);
        }
    }
}
