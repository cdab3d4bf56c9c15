package io.github.cards4j.template.internal;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** A template that has been read, ready to be rendered by any thread. */
public final class Program {

    /** Steps of a rendering, and further ones for each character or element that it was given. */
    private static final long STEPS = 1_000_000;

    private static final long STEPS_EACH = 100;

    private final Stmt.Block block;

    private Program(Stmt.Block block) {
        this.block = block;
    }

    /** @throws Fault if the template is malformed, or uses what is not supported */
    public static Program of(String template) {
        return new Program(Parser.parse(template));
    }

    /** @throws Fault if rendering fails, also where the template itself refuses what it was given */
    public Text render(Map<String, ?> variables, Clock clock) {
        Map<String, Value> values = new HashMap<>();
        long steps = STEPS;
        for (Map.Entry<String, ?> variable : variables.entrySet()) {
            Value value = Values.of(variable.getValue());
            values.put(variable.getKey(), value);
            steps += STEPS_EACH * value.weight();
        }
        TextBuilder out = new TextBuilder();
        Frame.root(new Run(clock, steps), values, block.scope()).exec(block.body(), out);
        return out.text();
    }
}
