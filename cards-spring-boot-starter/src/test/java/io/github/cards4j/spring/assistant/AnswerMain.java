package io.github.cards4j.spring.assistant;

import org.springframework.boot.SpringApplication;

/** An application that answers once. */
public final class AnswerMain {

    private AnswerMain() {}

    public static void main(String[] args) {
        try (var context = SpringApplication.run(AssistantApplication.class, args)) {
            Seen.say("answer", context.getBean(Assistant.class).answer("Hello"));
            Seen.say("loader", AnswerMain.class.getClassLoader().getClass().getSimpleName());
        }
    }
}
