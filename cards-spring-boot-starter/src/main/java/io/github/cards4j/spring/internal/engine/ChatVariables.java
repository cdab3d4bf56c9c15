package io.github.cards4j.spring.internal.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** Properties are text; a template that asks whether thinking is false wants the truth value. */
final class ChatVariables {

    private ChatVariables() {}

    /** {@code true}, {@code false} and numbers as such, all else as text. */
    static Map<String, Object> typed(Map<String, String> variables) {
        Map<String, Object> typed = new HashMap<>();
        variables.forEach((name, value) -> typed.put(name, typed(value)));
        return typed;
    }

    private static Object typed(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        if (value.matches("-?\\d{1,18}")) {
            return new BigInteger(value);
        }
        return value.matches("-?\\d{1,15}\\.\\d{1,15}") ? new BigDecimal(value) : value;
    }
}
