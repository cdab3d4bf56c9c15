package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The build runs this module's tests on two lines of Spring Boot; this says that it really does. */
class SpringBootVersionTest {

    @Test
    void aContextStartsOnTheVersionUnderTest() {
        new ApplicationContextRunner().run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("expected.spring-boot.version"));
        });
    }
}
