package io.github.cards4j.spring.assistant;

import ai.djl.engine.Engine;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.devtools.restart.Restarter;

/** An application that is restarted once by Spring Boot's devtools, as they do when a class has changed; says what it sees. */
public final class DevtoolsMain {

    private static final String RESTARTED = "cards4j.test.restarted";

    private DevtoolsMain() {}

    public static void main(String[] args) {
        // On the first thread devtools end this call, and begin again on a thread of their own.
        var context = SpringApplication.run(AssistantApplication.class, args);
        Assistant assistant = context.getBean(Assistant.class);
        Seen.say("answer", assistant.answer("Hello"));
        Seen.say("loader", System.identityHashCode(assistant.getClass().getClassLoader()));
        Seen.say("restarter", DevtoolsMain.class.getClassLoader().getClass().getSimpleName());
        Seen.say("djl", System.identityHashCode(Engine.class));
        Seen.say("engines", engines());
        // System properties outlive the class loader.
        if (System.setProperty(RESTARTED, "true") == null) {
            Restarter.getInstance().restart();
        } else {
            context.close();
            Seen.say("left", engines());
        }
    }

    private static long engines() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cards-engine-"))
                .count();
    }
}
