package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Outside the demonstration, what was rejected stays unseen. */
@TestPropertySource(properties = "chat-app.show-rejected=false")
class HiddenRejectedTest extends DemoTest {

    @Test
    void rejectedTextIsNotShown() {
        Events events = Events.of(client().post(
                        "/api/chat", Client.question("My parcel is late. Where is it?", ",\"strength\":1,\"seed\":4"))
                .body());
        assertThat(events.named("segment"))
                .isNotEmpty()
                .anySatisfy(
                        segment -> assertThat(segment.path("attempts").asInt()).isGreaterThan(1))
                .allSatisfy(segment ->
                        assertThat(segment.path("rejected").isEmpty()).isTrue());
        assertThat(Events.json(client().get("/api/info").body())
                        .path("showsRejected")
                        .asBoolean(true))
                .isFalse();
    }
}
