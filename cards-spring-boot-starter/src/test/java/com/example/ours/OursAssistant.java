package com.example.ours;

import dev.langchain4j.service.spring.AiService;
import dev.langchain4j.service.spring.AiServiceWiringMode;

/** Asks cards4j's model, whichever others there are. */
@AiService(wiringMode = AiServiceWiringMode.EXPLICIT, chatModel = "cardsChatModel")
public interface OursAssistant {

    String answer(String question);
}
