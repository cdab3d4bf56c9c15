package io.github.cards4j.spring;

import io.github.cards4j.Cards;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The log of judged candidates, if {@code cards.audit.enabled=true}. */
@AutoConfiguration(after = CardsAutoConfiguration.class)
@ConditionalOnBean(Cards.class)
@ConditionalOnProperty(prefix = CardsAuditProperties.PREFIX, name = "enabled", havingValue = "true")
@EnableConfigurationProperties(CardsAuditProperties.class)
public class CardsAuditAutoConfiguration {

    @Bean(destroyMethod = "close")
    CardsAudit cardsAudit(CardsAuditProperties properties) {
        Path file = Path.of(properties.requiredFile());
        return new CardsAudit(
                new AuditFile(file, properties.maxSize().toBytes(), properties.keep()), properties.queueCapacity());
    }
}
