package com.example.support;

import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import java.io.IOException;
import java.time.Duration;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
class SupportController {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    record Question(String customer, String text) {
        Question {
            if (!StringUtils.hasText(customer) || !StringUtils.hasText(text)) {
                throw new IllegalArgumentException("a question has a customer and a text");
            }
        }
    }

    record Answer(String text) {}

    private final SupportAssistant assistant;

    SupportController(SupportAssistant assistant) {
        this.assistant = assistant;
    }

    @PostMapping("/support")
    Answer answer(@RequestBody Question question) {
        return new Answer(assistant.answer(question.customer(), question.text()));
    }

    /** The answer as it grows, each event a piece of it. */
    @PostMapping("/support/stream")
    SseEmitter stream(@RequestBody Question question) {
        SseEmitter emitter = new SseEmitter(PATIENCE.toMillis());
        assistant.stream(question.customer(), question.text())
                .onPartialResponseWithContext((piece, context) -> send(emitter, piece, context))
                .onCompleteResponse(answer -> emitter.complete())
                .onError(emitter::completeWithError)
                .start();
        return emitter;
    }

    private static void send(SseEmitter emitter, PartialResponse piece, PartialResponseContext context) {
        try {
            emitter.send(new Answer(piece.text()));
        } catch (IOException | IllegalStateException customerHasLeft) {
            context.streamingHandle().cancel();
        }
    }
}
