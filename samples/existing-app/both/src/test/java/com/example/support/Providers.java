package com.example.support;

import java.util.ArrayList;
import java.util.List;

/** The properties of other providers, left where they were when cards4j came. */
final class Providers {

    static final List<String> OLLAMA = List.of(
            "--langchain4j.ollama.chat-model.base-url=http://127.0.0.1:11434",
            "--langchain4j.ollama.chat-model.model-name=llama3.2",
            "--langchain4j.ollama.streaming-chat-model.base-url=http://127.0.0.1:11434",
            "--langchain4j.ollama.streaming-chat-model.model-name=llama3.2");

    private Providers() {}

    /** The properties of the application as it was before the switch. */
    static List<String> openAi(FakeOpenAi server) {
        return with(server.options(), "--spring.config.additional-location=file:../before/src/main/resources/");
    }

    static List<String> with(List<String> options, String... further) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(further));
        return all;
    }
}
