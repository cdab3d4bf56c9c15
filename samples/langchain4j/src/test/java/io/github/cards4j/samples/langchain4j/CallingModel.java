package io.github.cards4j.samples.langchain4j;

import io.github.cards4j.model.Continuation;
import io.github.cards4j.model.Draw;
import io.github.cards4j.model.Drawn;
import io.github.cards4j.model.Lane;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.Sampling;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.model.Usage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A language model that answers a prompt by a script, a byte a token: it stands for one that has learned to call tools. */
final class CallingModel implements LanguageModel {

    /** Its chat template, in the form of Hermes and Qwen. */
    static final String TEMPLATE = """
            {%- if tools %}{{ "<|im_start|>system\\nTools: " + tools | tojson + "<|im_end|>\\n" }}{% endif %}
            {%- for message in messages %}
                {{- "<|im_start|>" + message.role + "\\n" + message.content }}
                {%- for call in message.tool_calls or [] %}
                    {{- "\\n<tool_call>\\n" + {"name": call.function.name, "arguments": call.function.arguments} | tojson }}
                    {{- "\\n</tool_call>" }}
                {%- endfor %}
                {{- "<|im_end|>\\n" }}
            {%- endfor %}
            {{- "<|im_start|>assistant\\n" if add_generation_prompt }}""";

    private static final int END = 256;

    private final UnaryOperator<String> script;
    private final Tokenizer tokenizer = new Bytes();

    CallingModel(UnaryOperator<String> script) {
        this.script = script;
    }

    @Override
    public String name() {
        return "calling";
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int contextLength() {
        return 10_000;
    }

    @Override
    public Set<Integer> endTokens() {
        return Set.of(END);
    }

    @Override
    public Continuation begin(int[] prompt, Sampling sampling) {
        return new Answering(tokenizer.encode(script.apply(tokenizer.decode(prompt))));
    }

    @Override
    public List<Drawn> step(List<Draw> draws) {
        return draws.stream()
                .map(draw -> new Drawn(((Word) draw.lane()).next(), -1, 0.1))
                .toList();
    }

    @Override
    public void close() {}

    private static final class Answering implements Continuation {
        private final int[] answer;
        private int accepted;

        Answering(int[] answer) {
            this.answer = answer;
        }

        @Override
        public boolean prefill() {
            return true;
        }

        @Override
        public Lane start() {
            return new Word(answer, accepted);
        }

        @Override
        public void accept(Lane lane) {
            accepted = ((Word) lane).length;
        }

        @Override
        public Usage usage() {
            return Usage.NONE;
        }

        @Override
        public void close() {}
    }

    private static final class Word implements Lane {
        private final int[] answer;
        private int length;

        Word(int[] answer, int length) {
            this.answer = answer;
            this.length = length;
        }

        int next() {
            return length < answer.length ? answer[length] : END;
        }

        @Override
        public void append(int token) {
            length++;
        }

        @Override
        public void close() {}
    }

    private static final class Bytes implements Tokenizer {
        @Override
        public int[] encode(List<Piece> pieces) {
            byte[] bytes = pieces.stream()
                    .map(Piece::text)
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8);
            return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
        }

        @Override
        public String decode(int[] tokens) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            IntStream.of(tokens).filter(token -> token != END).forEach(bytes::write);
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public byte @Nullable [] bytes(int token) {
            return token == END ? null : new byte[] {(byte) token};
        }

        @Override
        public int size() {
            return END + 1;
        }
    }
}
