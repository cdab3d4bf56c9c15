package io.github.cards4j.spring;

import io.github.cards4j.Cards;
import io.github.cards4j.spring.internal.check.CheckConfiguration;
import io.github.cards4j.spring.internal.watch.AuditFile;
import io.github.cards4j.spring.internal.watch.CardsAudit;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The log of judged candidates, if {@code cards.audit.enabled=true}. */
@AutoConfiguration(after = CardsAutoConfiguration.class)
@ConditionalOnBean(Cards.class)
@ConditionalOnProperty(prefix = CardsAuditProperties.PREFIX, name = "enabled", havingValue = "true")
@EnableConfigurationProperties(CardsAuditProperties.class)
@Import(CheckConfiguration.class)
public class CardsAuditAutoConfiguration {

    @Bean(destroyMethod = "close")
    CardsAudit cardsAudit(CardsAuditProperties properties) {
        Path file = Path.of(Objects.requireNonNull(properties.file(), "checked before"));
        return new CardsAudit(
                new AuditFile(file, properties.maxSize().toBytes(), properties.keep()), properties.queueCapacity());
    }
}
