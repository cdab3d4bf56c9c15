package io.github.cards4j.template;

import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.ToolSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Templates for tools, of models that were trained to call them although their published template has no place for them. */
public final class ToolTemplates {

    /** What SmolLM2's template says unless the conversation says something else. */
    private static final String SMOLLM2 = "named SmolLM, trained by Hugging Face";

    private static final ToolSpec PROBE = new ToolSpec("probe_tool", "", ToolSpec.NO_PARAMETERS);

    private ToolTemplates() {}

    /**
     * The template, with one for tools beside it where the model's publisher describes that elsewhere: SmolLM2's model card
     * has it. Its name stays: without tools it writes the same.
     */
    public static ModelChatTemplate complete(ModelChatTemplate template) {
        String written = written(template);
        return !template.hasToolUse() && written.contains(SMOLLM2) && !written.contains(PROBE.name())
                ? template.withToolUse(resource("smollm2-tool-use.jinja"))
                : template;
    }

    private static String written(ModelChatTemplate template) {
        try {
            return template.prompt(List.of(Message.user("?")), List.of(PROBE)).stream()
                    .map(Piece::text)
                    .collect(Collectors.joining());
        } catch (ModelException refused) {
            return "";
        }
    }

    private static String resource(String name) {
        try (InputStream in = ToolTemplates.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
