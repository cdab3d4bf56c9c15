package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.spring.assistant.DevtoolsMain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A restart by Spring Boot's devtools, in a process of its own: they refuse to restart a test. */
@Timeout(300)
class DevtoolsTest {

    @Test
    void itAnswersBeforeAndAfterARestart() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-Djava.awt.headless=true",
                "-cp",
                Forked.classPath(),
                DevtoolsMain.class.getName(),
                "--spring.devtools.livereload.enabled=false"));
        arguments.addAll(Forked.DEMO);

        // Its status would say nothing: devtools end the first thread with an exception. That it ends by itself does.
        Forked application = Forked.java(arguments);

        assertThat(application.seen("restarter"))
                .as(application.output())
                .containsExactly("RestartClassLoader", "RestartClassLoader");
        assertThat(application.seen("loader")).hasSize(2).doesNotHaveDuplicates();
        List<String> answers = application.seen("answer");
        assertThat(answers).hasSize(2).containsOnly(answers.get(0)).doesNotContain("");
        // A second copy of DJL would have loaded the native library again, which the virtual machine refuses.
        List<String> libraries = application.seen("djl");
        assertThat(libraries).hasSize(2).containsOnly(libraries.get(0));
        assertThat(application.seen("engines")).containsExactly("1", "1");
        assertThat(application.seen("left")).containsExactly("0");
    }
}
