package io.github.cards4j.samples.chat.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.cards4j.samples.chat.ChatAppProperties;
import io.github.cards4j.samples.chat.answer.Answers;
import io.github.cards4j.samples.chat.http.Connection;
import io.github.cards4j.samples.chat.http.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers the page. */
@RestController
class ChatController {

    private final Answers answers;
    private final JsonBody bodies;
    private final ChatAppProperties properties;
    private final ObjectMapper json;

    ChatController(Answers answers, JsonBody bodies, ChatAppProperties properties, ObjectMapper json) {
        this.answers = answers;
        this.bodies = bodies;
        this.properties = properties;
        this.json = json;
    }

    @PostMapping(path = "/api/chat", consumes = MediaType.APPLICATION_JSON_VALUE)
    void chat(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ChatRequest question = Question.read(bodies.read(request), properties);
        Connection connection = new Connection(request, response, json);
        answers.answer(question, connection, new PageAnswer(connection, properties.showRejected()));
    }
}
