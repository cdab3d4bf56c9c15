package io.github.cards4j.samples.chat;

import io.github.cards4j.Cards;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

/** The application as the one command starts it, on a port of its own; all such tests share one. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "cards.loading=eager")
@ActiveProfiles("demo")
abstract class DemoTest {

    @LocalServerPort
    int port;

    @Autowired
    Cards cards;

    Client client() {
        return new Client(port);
    }
}
