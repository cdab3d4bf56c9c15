package io.github.cards4j.template;

import io.github.cards4j.model.Piece;
import io.github.cards4j.template.internal.Fault;
import io.github.cards4j.template.internal.Program;
import io.github.cards4j.template.internal.Text;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * A template in the subset of Jinja that chat templates are written in, with the meaning that the original library gives
 * it under the settings of Hugging Face's transformers. Immutable and thread-safe.
 *
 * <p>Text that is passed in is never read as template code, and it stays marked wherever a template moves it: through
 * filters, slices, string methods and {@code tojson}. Rendering is bounded in steps, depth and length.
 */
public final class JinjaTemplate {

    private final String name;
    private final Program program;

    private JinjaTemplate(String name, Program program) {
        this.name = name;
        this.program = program;
    }

    /**
     * Reads a template.
     *
     * @param name whose it is, for messages
     * @param source the template
     * @throws ChatTemplateException if it is malformed or uses an unknown tag, function, filter or test: says line and column
     */
    public static JinjaTemplate parse(String name, String source) {
        try {
            return new JinjaTemplate(name, Program.of(source));
        } catch (Fault fault) {
            throw new ChatTemplateException(name, "cannot be used", fault);
        }
    }

    /** As {@link #render(Map, Clock)}, at the present time in the system's zone. */
    public List<Piece> render(Map<String, ?> variables) {
        return render(variables, Clock.system(ZoneId.systemDefault()));
    }

    /**
     * Renders.
     *
     * @param variables by name: text, numbers, booleans, null, and lists and maps of those. Text counts as a person's or a
     *     model's, a {@link Piece} as what it says it is.
     * @param clock what {@code strftime_now} reads
     * @return the text, in pieces that are not empty; neighbours differ in who wrote them
     * @throws ChatTemplateException if rendering fails, takes too long, or the template refuses the conversation
     * @throws IllegalArgumentException if a variable is of another kind
     */
    public List<Piece> render(Map<String, ?> variables, Clock clock) {
        return text(variables, clock).pieces();
    }

    Text text(Map<String, ?> variables, Clock clock) {
        try {
            return program.render(variables, clock);
        } catch (Fault fault) {
            throw new ChatTemplateException(
                    name, fault.raised() ? "refuses this conversation" : "cannot be rendered", fault);
        }
    }
}
