package io.github.cards4j.spring.assistant;

/** What a process tells a test. */
public final class Seen {

    public static final String MARK = "seen:";

    private Seen() {}

    static void say(String what, Object value) {
        System.out.println(MARK + what + "=" + value);
    }
}
