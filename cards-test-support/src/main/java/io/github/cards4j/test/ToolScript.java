package io.github.cards4j.test;

import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.template.ModelChatTemplate;
import java.util.Map;

/** The forms of tool calls: a small template of each, and a call as a model of that form writes it. */
public enum ToolScript {
    HERMES("<tool_call>\n{\"name\": \"%s\", \"arguments\": %s}\n</tool_call>", true, """
            {%- if tools %}{{ "<|im_start|>system\\nTools: " + tools | tojson + "<|im_end|>\\n" }}{% endif %}
            {%- for message in messages %}
                {{- "<|im_start|>" + message.role + "\\n" + message.content }}
                {%- for call in message.tool_calls or [] %}
                    {{- "\\n<tool_call>\\n" + {"name": call.function.name, "arguments": call.function.arguments} | tojson }}
                    {{- "\\n</tool_call>" }}
                {%- endfor %}
                {{- "<|im_end|>\\n" }}
            {%- endfor %}
            {{- "<|im_start|>assistant\\n" if add_generation_prompt }}"""),
    LLAMA("{\"name\": \"%s\", \"parameters\": %s}", false, """
            {%- for message in messages %}
                {{- "<|start_header_id|>" + message.role + "<|end_header_id|>\\n\\n" }}
                {%- if tools and loop.first %}{{ tools | tojson(indent=4) + "\\n\\n" }}{% endif %}
                {%- for call in message.tool_calls or [] %}
                    {{- '{"name": "' + call.function.name + '", "parameters": ' + call.function.arguments | tojson + "}" }}
                {%- endfor %}
                {{- message.content + "<|eot_id|>" }}
            {%- endfor %}
            {{- "<|start_header_id|>assistant<|end_header_id|>\\n\\n" if add_generation_prompt }}"""),
    MISTRAL("[TOOL_CALLS][{\"name\": \"%s\", \"arguments\": %s}]", false, """
            {%- if tools %}{{ "[AVAILABLE_TOOLS]" + tools | tojson + "[/AVAILABLE_TOOLS]" }}{% endif %}
            {%- for message in messages %}
                {%- if message.role == "tool" %}
                    {{- '[TOOL_RESULTS]{"content": "' + message.content + '", "call_id": "' + message.tool_call_id }}
                    {{- '"}[/TOOL_RESULTS]' }}
                {%- elif message.tool_calls %}
                    {{- "[TOOL_CALLS][" }}
                    {%- for call in message.tool_calls %}
                        {%- if call.id | length != 9 %}{{ raise_exception("ids are 9 long") }}{% endif %}
                        {{- (call.function | tojson)[:-1] + ', "id": "' + call.id + '"}' }}
                        {{- ", " if not loop.last }}
                    {%- endfor %}
                    {{- "]</s>" }}
                {%- else %}
                    {{- "[INST]" + message.content + "[/INST]" if message.role == "user" else message.content + "</s>" }}
                {%- endif %}
            {%- endfor %}"""),
    SMOLLM2("<tool_call>[{\"name\": \"%s\", \"arguments\": %s}]</tool_call>", true, """
            {%- if tools %}{{ "<|im_start|>system\\n<tools>" + tools | tojson + "</tools><|im_end|>\\n" }}{% endif %}
            {%- for message in messages %}
                {{- "<|im_start|>" + message.role + "\\n" + message.content }}
                {%- for call in message.tool_calls or [] %}
                    {{- '<tool_call>[{"name": "' + call.function.name + '", "arguments": ' }}
                    {{- call.function.arguments | tojson + "}]</tool_call>" }}
                {%- endfor %}
                {{- "<|im_end|>\\n" }}
            {%- endfor %}
            {{- "<|im_start|>assistant\\n" if add_generation_prompt }}""");

    private final String call;
    private final boolean prose;
    private final String template;

    ToolScript(String call, boolean prose, String template) {
        this.call = call;
        this.prose = prose;
        this.template = template;
    }

    public String call(String name, String arguments) {
        return call.formatted(name, arguments);
    }

    /** Whether models of this form say something beside their calls. */
    public boolean prose() {
        return prose;
    }

    public ChatTemplate template() {
        return ModelChatTemplate.of(name(), Map.of(ModelChatTemplate.DEFAULT, template), Map.of());
    }
}
