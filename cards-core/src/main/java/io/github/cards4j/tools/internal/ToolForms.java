package io.github.cards4j.tools.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The forms that there are. */
public final class ToolForms {

    /** In the order in which they are asked. */
    private static final List<ToolForm> ALL = List.of(
            ArgsForm.PLAIN,
            ArgsForm.WITH_IDS,
            ListForm.MISTRAL,
            ListForm.SMOLLM2,
            HermesForm.LINES,
            HermesForm.TIGHT,
            new LlamaForm());

    private ToolForms() {}

    /** The form that a template was made for; null if it is none of these. */
    public static @Nullable ToolForm of(Probe written) {
        for (ToolForm form : ALL) {
            if (form.matches(written)) {
                return form;
            }
        }
        return null;
    }

    /** Their names, for messages. */
    public static String names() {
        return ALL.stream().map(ToolForm::id).sorted().collect(Collectors.joining(", "));
    }
}
