package io.github.cards4j.samples.chat.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import io.github.cards4j.model.Message;
import io.github.cards4j.samples.chat.ChatAppProperties;
import io.github.cards4j.samples.chat.answer.Answers;
import io.github.cards4j.samples.chat.http.Connection;
import io.github.cards4j.samples.chat.http.Fields;
import io.github.cards4j.samples.chat.http.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what the reward model thinks of answers that nobody judged while they were written. */
@RestController
class ScoreController {

    private static final int MOST_ANSWERS = 32;

    private final Answers answers;
    private final JsonBody bodies;
    private final ChatAppProperties properties;
    private final ObjectMapper json;

    ScoreController(Answers answers, JsonBody bodies, ChatAppProperties properties, ObjectMapper json) {
        this.answers = answers;
        this.bodies = bodies;
        this.properties = properties;
        this.json = json;
    }

    /** @param rewards one for each answer, in their order */
    record Scores(double[] rewards) {}

    @PostMapping(path = "/api/score", consumes = MediaType.APPLICATION_JSON_VALUE)
    Scores score(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Fields body = bodies.read(request);
        List<Message> conversation = Question.messages(body, properties).stream()
                .map(ScoreController::message)
                .toList();
        List<String> texts = texts(body);
        body.refuseOthers();
        return new Scores(answers.score(conversation, texts, new Connection(request, response, json)));
    }

    private List<String> texts(Fields body) {
        List<Fields> all = body.objects("answers");
        if (all.isEmpty() || all.size() > MOST_ANSWERS) {
            throw body.wrong("answers", "must have 1 to " + MOST_ANSWERS + " answers");
        }
        List<String> texts = new ArrayList<>();
        int characters = 0;
        for (Fields one : all) {
            String text = one.requiredText("text");
            one.refuseOthers();
            if (text.length() > properties.maxMessageCharacters()) {
                throw one.wrong("text", "must have at most " + properties.maxMessageCharacters() + " characters");
            }
            texts.add(text);
            characters += text.length();
        }
        if (characters > properties.maxScoreCharacters()) {
            throw body.wrong(
                    "answers",
                    "must have at most " + properties.maxScoreCharacters() + " characters together, but have "
                            + characters + ": send fewer of them at a time");
        }
        return texts;
    }

    private static Message message(ChatMessage message) {
        return message instanceof UserMessage user
                ? Message.user(user.singleText())
                : Message.assistant(((AiMessage) message).text());
    }
}
