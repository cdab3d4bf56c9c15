package io.github.cards4j.samples.chat.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.TokenCountEstimator;
import io.github.cards4j.Cards;
import io.github.cards4j.langchain4j.CardsTokenCountEstimator;
import io.github.cards4j.samples.chat.answer.Answers;
import io.github.cards4j.samples.chat.http.Connection;
import io.github.cards4j.samples.chat.http.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers clients of OpenAI's chat completions. */
@RestController
class CompletionsController {

    private final Answers answers;
    private final JsonBody bodies;
    private final CompletionRequests requests;
    private final ObjectMapper json;
    private final TokenCountEstimator tokens;

    CompletionsController(
            Answers answers, JsonBody bodies, CompletionRequests requests, ObjectMapper json, Cards engine) {
        this.answers = answers;
        this.bodies = bodies;
        this.requests = requests;
        this.json = json;
        tokens = new CardsTokenCountEstimator(engine);
    }

    @PostMapping(path = "/v1/chat/completions", consumes = MediaType.APPLICATION_JSON_VALUE)
    void complete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CompletionRequest asked = requests.read(bodies.read(request));
        Connection connection = new Connection(request, response, json);
        Completion completion = new Completion(asked.model(), asked.chat().messages(), tokens);
        answers.answer(
                asked.chat(),
                connection,
                asked.stream()
                        ? new StreamedCompletion(connection, completion, asked.includeUsage())
                        : new WholeCompletion(connection, completion));
    }
}
