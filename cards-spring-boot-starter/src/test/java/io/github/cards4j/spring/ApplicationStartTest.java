package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/** A whole application finds the auto-configuration and the failure analysis by itself. */
class ApplicationStartTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void startUpWithoutModelsEndsWithAnAnalysis() {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF);

        assertThatThrownBy(() -> application.run().close()).hasRootCauseInstanceOf(CardsStartupException.class);
        assertThat(ReportedAnalysis.last.getDescription()).contains("no language model is configured");
        assertThat(ReportedAnalysis.last.getAction()).contains("cards.llm.location=", "cards.reward.location=");
    }
}
