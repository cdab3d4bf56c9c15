package com.example.named;

import dev.langchain4j.service.spring.AiService;
import dev.langchain4j.service.spring.AiServiceWiringMode;

/** Asks the model that it names, whichever others there are. */
@AiService(wiringMode = AiServiceWiringMode.EXPLICIT, chatModel = "mine")
public interface NamedAssistant {

    String answer(String question);
}
