package io.github.cards4j.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.function.Supplier;

/** JSON Schemas as LangChain4j writes them. */
final class Schemas {

    private Schemas() {}

    /**
     * A raw schema is read when it is written, and not before; of one that cannot be read LangChain4j says no more than that.
     *
     * @param whose names the schema in the message
     * @throws IllegalArgumentException if it holds a raw schema that is no JSON object
     */
    static String written(String whose, Supplier<String> writing) {
        try {
            return writing.get();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    whose + " cannot be read: " + reason(e) + "; a JsonRawSchema has to be a JSON object", e);
        }
    }

    private static String reason(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof JsonProcessingException json) {
                return json.getOriginalMessage();
            }
        }
        return String.valueOf(failure.getMessage());
    }
}
