package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.Cards;
import io.github.cards4j.EngineState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/** A web server that cannot start, once models are there or on their way. */
@Timeout(120)
class PortInUseTest {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @ParameterizedTest
    @ValueSource(strings = {"eager", "background"})
    void theReportNamesThePortAndTheModelsAreReleased(String loading) throws IOException {
        List<Cards> engines = new CopyOnWriteArrayList<>();
        BeanPostProcessor seen = new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof Cards cards) {
                    engines.add(cards);
                }
                return bean;
            }
        };
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
                    .bannerMode(Banner.Mode.OFF)
                    .initializers(context -> context.getBeanFactory().addBeanPostProcessor(seen));
            ReportedAnalysis.last = null;
            assertThatThrownBy(() -> application
                            .run(
                                    "--server.address=127.0.0.1",
                                    "--server.port=" + taken.getLocalPort(),
                                    "--cards.loading=" + loading,
                                    "--cards.threads=1",
                                    "--" + Starter.LLM,
                                    "--" + Starter.REWARD)
                            .close())
                    .isInstanceOf(Exception.class);
            assertThat(ReportedAnalysis.last.getDescription())
                    .contains("Port " + taken.getLocalPort() + " was already in use");
            assertThat(ReportedAnalysis.last.getAction()).contains("listen on another port");
        }
        assertThat(engines).singleElement().extracting(Cards::state).isEqualTo(EngineState.CLOSED);
    }
}
