package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cards4j.Cards;
import io.github.cards4j.CardsRequest;
import io.github.cards4j.GenerationOptions;
import io.github.cards4j.spring.internal.actuator.CardsEndpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an operator sees and does, over HTTP, on both lines of Spring Boot. */
@Timeout(180)
class ActuatorHttpTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private ConfigurableApplicationContext application;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean(destroyMethod = "close")
        Cards engine() {
            return Letters.engine();
        }
    }

    private Cards start(String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0", "--server.address=127.0.0.1", "--management.endpoint.health.show-details=always"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        application = new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .run(arguments.toArray(String[]::new));
        return application.getBean(Cards.class);
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        return client.send(
                request.uri(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return send(HttpRequest.newBuilder().DELETE(), path);
    }

    private HttpResponse<String> post(String path, String json) throws Exception {
        return send(
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)),
                path);
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void nothingIsExposedThatWasNotAskedFor() throws Exception {
        start();
        assertThat(get("cards").statusCode()).isEqualTo(404);
        assertThat(post("cards", "{\"strength\":0.1}").statusCode()).isEqualTo(404);
        assertThat(application.getBeansOfType(CardsEndpoint.class)).isEmpty();
        JsonNode health = json(get("health")).at("/components/cards");
        assertThat(health.at("/status").asText()).isEqualTo("UP");
        assertThat(health.at("/details/llm").asText()).isEqualTo("letters");
        assertThat(health.at("/details/queue/capacity").asInt()).isEqualTo(64);
    }

    @Test
    void anExposedEndpointMayBeReadOnly() throws Exception {
        Cards cards =
                start("management.endpoints.web.exposure.include=cards", "management.endpoint.cards.access=read-only");
        GenerationOptions before = cards.defaults();

        assertThat(get("cards").statusCode()).isEqualTo(200);
        assertThat(post("cards", "{\"targetReward\":0.1}").statusCode()).isEqualTo(405);
        assertThat(delete("cards/strict").statusCode()).isEqualTo(405);
        assertThat(cards.profiles()).containsOnlyKeys("plain", "strict");
        assertThat(cards.defaults()).isEqualTo(before);
    }

    @Test
    void theEngineIsShown() throws Exception {
        start("management.endpoints.web.exposure.include=cards,info");
        JsonNode view = json(get("cards"));

        assertThat(view.at("/state").asText()).isEqualTo("READY");
        assertThat(view.at("/llm").asText()).isEqualTo("letters");
        assertThat(view.at("/reward").asText()).isEqualTo("early-letters");
        assertThat(view.at("/queue/running").isInt()).isTrue();
        assertThat(view.at("/defaults/set/targetReward").asDouble()).isEqualTo(0.3);
        assertThat(view.at("/defaults/set").has("strength")).isFalse();
        assertThat(view.at("/defaults/resolved/method").asText()).isEqualTo("cards");
        assertThat(view.at("/defaults/resolved/maxAttempts").asInt()).isEqualTo(21);
        assertThat(view.at("/profiles/plain/resolved/method").asText()).isEqualTo("plain");
        assertThat(view.at("/profiles/strict/resolved/targetReward").asDouble()).isEqualTo(0.5);
        assertThat(json(get("cards/strict"))).isEqualTo(view.at("/profiles/strict"));
        assertThat(get("cards/none").statusCode()).isEqualTo(404);
        assertThat(json(get("info")).at("/cards/llm").asText()).isEqualTo("letters");
    }

    @Test
    void alignmentIsChangedWithoutARestartAndTheLogSaysSo() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(CardsEndpoint.class);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        Cards cards = start("management.endpoints.web.exposure.include=cards");
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(seen);
        try {
            JsonNode changed = json(post("cards", "{\"targetReward\":0.1,\"maxAttempts\":7,\"topK\":null}"));
            JsonNode strict = json(post("cards/strict", "{\"rewardFloor\":-0.5,\"unset\":\"targetReward\"}"));
            post("cards/night", "{\"create\":true,\"targetReward\":0.2}");
            delete("cards/night");

            assertThat(changed.at("/resolved/targetReward").asDouble()).isEqualTo(0.1);
            assertThat(cards.defaults().targetReward()).isEqualTo(0.1);
            assertThat(cards.defaults().maxAttempts()).isEqualTo(7);
            assertThat(cards.defaults().rewardTemperature()).isEqualTo(0.1);
            assertThat(strict.at("/resolved/targetReward").asDouble()).isEqualTo(0.1);
            assertThat(strict.at("/resolved/rewardFloor").asDouble()).isEqualTo(-0.5);
            assertThat(cards.generate(CardsRequest.of("Hi").withProfile("strict"))
                            .options()
                            .alignment()
                            .rewardFloor())
                    .isEqualTo(-0.5);
            assertThat(seen.list.stream().map(ILoggingEvent::getFormattedMessage))
                    .containsExactly(
                            "the engine's defaults changed by a caller without a name: targetReward 0.3 -> 0.1,"
                                    + " maxAttempts unset -> 7",
                            "profile strict changed by a caller without a name: targetReward 0.5 -> unset,"
                                    + " rewardFloor unset -> -0.5",
                            "profile night made by a caller without a name: targetReward unset -> 0.2",
                            "profile night removed by a caller without a name");
        } finally {
            logger.detachAppender(seen);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }

    @Test
    void whatCannotBeIsRefusedInWordsAndChangesNothing() throws Exception {
        Cards cards = start("management.endpoints.web.exposure.include=cards");
        GenerationOptions before = cards.defaults();

        refused(post("cards", "{\"rewardWeight\":1.5}"), "rewardWeight must lie in [0, 1], but is 1.5");
        refused(post("cards", "{\"topK\":0.5}"), "topK must be a whole number, but is '0.5'");
        refused(post("cards", "{\"topK\":\"many\"}"), "topK must be a whole number, but is 'many'");
        refused(post("cards", "{\"targetReward\":0.1,\"strenght\":0.7}"), "unknown strenght");
        refused(post("cards", "{\"profile\":\"strict\"}"), "unknown profile");
        refused(
                post("cards/plain", "{\"targetReward\":0.4}"),
                "strength=0 judges nothing, so that this would have no effect");
        refused(post("cards", "{\"method\":\"plain\",\"rewardFloor\":0}"), "method=plain judges nothing");
        refused(post("cards", "{\"strength\":0.8}"), "no calibration, so that strength=0.8 means nothing yet");
        refused(post("cards/strict", "{\"strength\":0.8}"), "no calibration, so that strength=0.8 means nothing yet");
        refused(post("cards", "{\"method\":\"plain\"}"), "with the profile strict (method=plain judges nothing");
        // Without a calibration these are needed.
        refused(post("cards", "{\"unset\":\"rewardTemperature\"}"), "no calibration");
        refused(
                post("cards/none", "{\"topK\":3}"),
                "there is no such profile: the engine has [plain, strict]; create=true makes one");
        assertThat(post("cards", "{\"topK\":").statusCode()).isEqualTo(400);
        assertThat(cards.defaults()).isEqualTo(before);
    }

    @Test
    void aStrengthCountsBeforeATargetThatWasSetEarlier() throws Exception {
        Cards cards = start("management.endpoints.web.exposure.include=cards");
        cards.calibrate(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
        post("cards", "{\"strength\":0.8}");
        assertThat(cards.defaults().targetReward()).isNull();
        assertThat(cards.resolved(null).alignment().targetReward())
                .isEqualTo(cards.calibration().targetReward(0.8));

        post("cards", "{\"strength\":0.2,\"targetReward\":0.4}");
        assertThat(cards.resolved(null).alignment().targetReward()).isEqualTo(0.4);
    }

    @Test
    void thePathAloneSaysWhichProfile() throws Exception {
        Cards cards = start("management.endpoints.web.exposure.include=cards");
        GenerationOptions strict = cards.profiles().get("strict");

        refused(delete("cards/plain?profile=strict"), "unknown profile: the path names the profile to remove");
        refused(post("cards/plain", "{\"profile\":\"strict\",\"topK\":3}"), "unknown profile");
        refused(post("cards/plain?profile=strict", "{\"topK\":3}"), "unknown profile");
        assertThat(json(get("cards/plain?profile=strict"))).isEqualTo(json(get("cards/plain")));
        assertThat(cards.profiles()).containsOnlyKeys("plain", "strict").containsEntry("strict", strict);
        assertThat(cards.profiles().get("plain").topK()).isNull();
    }

    @Test
    void profilesAreMadeAndRemovedWhileItRuns() throws Exception {
        Cards cards = start("management.endpoints.web.exposure.include=cards");

        JsonNode made = json(post("cards/night", "{\"create\":true,\"targetReward\":0.2,\"maxNewTokens\":4}"));
        assertThat(made.at("/resolved/targetReward").asDouble()).isEqualTo(0.2);
        assertThat(cards.generate(CardsRequest.of("Hi").withProfile("night")).text())
                .hasSizeLessThanOrEqualTo(4);
        assertThat(json(get("cards")).at("/profiles").has("night")).isTrue();
        post("cards/night", "{\"create\":false,\"topK\":3}");
        assertThat(cards.profiles().get("night").topK()).isEqualTo(3);

        assertThat(delete("cards/night").statusCode()).isEqualTo(204);
        assertThat(cards.profiles()).containsOnlyKeys("plain", "strict");
        assertThat(get("cards/night").statusCode()).isEqualTo(404);
        assertThatThrownBy(() -> cards.generate(CardsRequest.of("Hi").withProfile("night")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCannotBeMadeOrRemovedIsRefusedInWords() throws Exception {
        Cards cards = start("management.endpoints.web.exposure.include=cards");

        refused(post("cards/strict", "{\"create\":true}"), "there is a profile strict already");
        refused(post("cards/night", "{\"create\":1}"), "create must be true or false, but is '1'");
        refused(post("cards/night", "{\"create\":true,\"topK\":-1}"), "topK must be 0 (off) or more");
        refused(post("cards/two%20words", "{\"create\":true}"), "no space");
        refused(post("cards", "{\"create\":true}"), "unknown create");
        refused(post("cards/letters", "{\"create\":true}"), "must not have the name of the language model");
        HttpResponse<String> none = delete("cards/night");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(json(none).at("/error").asText()).contains("the engine has [plain, strict]");
        assertThat(delete("cards").statusCode()).isEqualTo(405);
        assertThat(cards.profiles()).containsOnlyKeys("plain", "strict");
        cards.close();
        assertThat(delete("cards/strict").statusCode()).isEqualTo(503);
    }

    private static void refused(HttpResponse<String> response, String message) throws Exception {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error").asText()).contains(message);
    }

    @Test
    void anEngineThatIsClosedIsNotChanged() throws Exception {
        Cards cards = start("management.endpoints.web.exposure.include=cards,health");
        cards.close();

        HttpResponse<String> change = post("cards", "{\"topK\":3}");
        assertThat(change.statusCode()).isEqualTo(503);
        assertThat(json(change).at("/error").asText()).contains("the engine is CLOSED");
        assertThat(json(get("cards")).at("/state").asText()).isEqualTo("CLOSED");
        assertThat(get("health").statusCode()).isEqualTo(503);
    }

    @Test
    void metricsAndObservationsAreTaken() throws Exception {
        Cards cards = start("management.endpoints.web.exposure.include=metrics");
        cards.generate(CardsRequest.of("Hi"));

        JsonNode requests = json(get("metrics/cards.requests?tag=outcome:length"));
        assertThat(requests.at("/measurements/0/value").asInt()).isEqualTo(1);
        assertThat(json(get("metrics/cards.queue.capacity"))
                        .at("/measurements/0/value")
                        .asInt())
                .isEqualTo(64);
        JsonNode observed = json(get("metrics/gen_ai.client.operation.duration?tag=gen_ai.request.model:letters"));
        assertThat(observed.at("/measurements/0/value").asInt()).isEqualTo(1);
    }
}
