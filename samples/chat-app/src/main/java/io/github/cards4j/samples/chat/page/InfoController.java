package io.github.cards4j.samples.chat.page;

import io.github.cards4j.Cards;
import io.github.cards4j.samples.chat.ChatAppProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the page which models answer, and how. */
@RestController
class InfoController {

    private final Cards engine;
    private final ChatAppProperties properties;

    InfoController(Cards engine, ChatAppProperties properties) {
        this.engine = engine;
        this.properties = properties;
    }

    @GetMapping("/api/info")
    Info info() {
        return Info.of(engine, properties);
    }
}
