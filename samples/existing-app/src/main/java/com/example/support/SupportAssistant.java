package com.example.support;

import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.spring.AiService;

/** Answers the customers of a shop, and remembers what each has said. */
@AiService
interface SupportAssistant {

    String RULES = "You work for a shop. Be polite.";

    @SystemMessage(RULES)
    String answer(@MemoryId String customer, @UserMessage String question);

    @SystemMessage(RULES)
    TokenStream stream(@MemoryId String customer, @UserMessage String question);
}
