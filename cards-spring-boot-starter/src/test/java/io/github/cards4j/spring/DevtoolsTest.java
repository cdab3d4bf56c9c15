package io.github.cards4j.spring;

import static io.github.cards4j.spring.assistant.DevtoolsMain.SEEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.spring.assistant.DevtoolsMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A restart by Spring Boot's devtools, in a process of its own: they refuse to restart a test. */
@Timeout(300)
class DevtoolsTest {

    @Test
    void itAnswersBeforeAndAfterARestart() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DevtoolsMain.class.getName(),
                        "--spring.main.web-application-type=none",
                        "--spring.main.banner-mode=off",
                        "--spring.devtools.livereload.enabled=false",
                        "--" + Starter.LLM,
                        "--" + Starter.REWARD,
                        "--cards.threads=1",
                        "--cards.alignment.target-reward=1",
                        "--cards.alignment.reward-temperature=0.5",
                        "--cards.segmentation.uncertainty-threshold=2",
                        "--cards.sampling.max-new-tokens=4",
                        "--cards.sampling.seed=7")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Its status says nothing: devtools end the first thread with an exception. That it ends by itself does.
        var unused = process.waitFor();
        Map<String, List<String>> seen = new HashMap<>();
        output.lines().filter(line -> line.startsWith(SEEN)).forEach(line -> {
            String[] pair = line.substring(SEEN.length()).split("=", 2);
            seen.computeIfAbsent(pair[0], key -> new ArrayList<>()).add(pair[1]);
        });
        assertThat(seen).as(output).containsKeys("answer", "left");
        assertThat(seen.get("restarter")).containsExactly("RestartClassLoader", "RestartClassLoader");
        assertThat(seen.get("loader")).hasSize(2).doesNotHaveDuplicates();
        assertThat(seen.get("answer"))
                .hasSize(2)
                .containsOnly(seen.get("answer").get(0))
                .doesNotContain("");
        // A second copy of DJL would have loaded the native library again, which the virtual machine refuses.
        assertThat(seen.get("djl")).hasSize(2).containsOnly(seen.get("djl").get(0));
        assertThat(seen.get("engines")).containsExactly("1", "1");
        assertThat(seen.get("left")).containsExactly("0");
    }
}
