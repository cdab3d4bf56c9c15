package io.github.cards4j.spring.assistant;

import dev.langchain4j.service.spring.AiService;

/** An application's own AI service, wired by LangChain4j's starter. */
@AiService
public interface Assistant {

    String answer(String question);
}
