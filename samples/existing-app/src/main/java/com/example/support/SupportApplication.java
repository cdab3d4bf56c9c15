package com.example.support;

import dev.langchain4j.memory.chat.ChatMemoryProvider;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication(proxyBeanMethods = false)
public class SupportApplication {

    public static void main(String... args) {
        SpringApplication.run(SupportApplication.class, args);
    }

    /** What each customer said last, and what was answered. */
    @Bean
    ChatMemoryProvider memories() {
        return customer ->
                MessageWindowChatMemory.builder().id(customer).maxMessages(6).build();
    }
}
