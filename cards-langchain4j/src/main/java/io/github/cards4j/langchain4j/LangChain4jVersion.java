package io.github.cards4j.langchain4j;

import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Properties;

/**
 * The LangChain4j that is there need not be the one that this was built with: other libraries of an application may bring an
 * older one, and a build tool takes one for all.
 */
public final class LangChain4jVersion {

    /** The version that this was built with; all newer ones will do. */
    public static final String BUILT_WITH = "1.19.0";

    private static final String PROPERTIES = "META-INF/maven/dev.langchain4j/langchain4j-core/pom.properties";

    /** The newest method of LangChain4j that is called here. */
    private static final String NEWEST = "onUnmappedRawEvent";

    private LangChain4jVersion() {}

    /**
     * So that it is said at the start, and not by a missing method in the middle of an answer.
     *
     * @throws IllegalStateException if {@code langchain4j-core} is too old; names its version, and what to do
     */
    public static void require() {
        require(StreamingChatResponseHandler.class);
    }

    /** @param handler as the class path has it */
    static void require(Class<?> handler) {
        boolean there = Arrays.stream(handler.getMethods())
                .anyMatch(method -> method.getName().equals(NEWEST));
        if (!there) {
            throw new IllegalStateException("langchain4j-core " + found(handler)
                    + " on the class path is too old: another dependency brings it, and cards4j needs " + BUILT_WITH
                    + " or newer. Add dev.langchain4j:langchain4j-core and dev.langchain4j:langchain4j " + BUILT_WITH
                    + " to the dependencyManagement of your pom.xml, or to its dependencies");
        }
    }

    private static String found(Class<?> handler) {
        ClassLoader loader = handler.getClassLoader();
        Properties properties = new Properties();
        try (InputStream in = loader == null ? null : loader.getResourceAsStream(PROPERTIES)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            // Then the message has no number.
        }
        return properties.getProperty("version", "(of an unknown version)");
    }
}
