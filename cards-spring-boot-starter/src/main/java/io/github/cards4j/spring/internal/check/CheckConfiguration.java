package io.github.cards4j.spring.internal.check;

import io.github.cards4j.langchain4j.LangChain4jVersion;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Looks at properties before the first bean is made. */
@Configuration(proxyBeanMethods = false)
public class CheckConfiguration {

    @Bean
    static PropertyCheck cardsPropertyCheck(ConfigurableEnvironment environment) {
        LangChain4jCheck.require(LangChain4jVersion::require);
        return new PropertyCheck(environment);
    }
}
