package io.github.cards4j.spring.assistant;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** An application as people write them with LangChain4j. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class AssistantApplication {}
