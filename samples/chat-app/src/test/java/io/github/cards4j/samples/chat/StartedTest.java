package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** Whoever starts the application reads where to find it, and finds it there. */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "server.servlet.context-path=/chat")
@Import(FakeEngine.class)
class StartedTest {

    @LocalServerPort
    int port;

    @Test
    void theLogSaysWhereThePageIs(CapturedOutput output) {
        assertThat(output).contains("Open http://localhost:" + port + "/chat/ in a browser");
        Client client = new Client(port);
        assertThat(client.get("/chat/").body()).contains("<title>cards4j").contains("src=\"app.js\"");
        assertThat(client.get("/chat/app.js").statusCode()).isEqualTo(200);
        assertThat(client.get("/chat/api/info").statusCode()).isEqualTo(200);
    }
}
