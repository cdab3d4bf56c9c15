package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot start says why in a few lines, and its process ends. */
@Timeout(120)
class FailedStartTest {

    @ParameterizedTest
    @ValueSource(strings = {"background", "eager"})
    void aPortInUse(String loading) throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(said("--cards.loading=" + loading, "--server.port=" + port))
                    .contains("Port " + port + " was already in use", "listen on another port");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --server.address=0.0.0.0      | which others can reach                                 | chat-app.api-key=
            --chat-app.api-key=secret     | fewer than 16 characters                               | openssl rand
            --chat-app.max-answer=3       | chat-app.max-answer                                    | chat-app
            --chat-app.max-answers=0      | chat-app.max-answers must be at least 1                | configuration
            --cards.alignment.strenght=1  | did you mean cards.alignment.strength?                 | Correct what is named
            --cards.llm.location=/nothing | cards.llm.location=/nothing: there is no folder /nothing | Correct what is named
            """)
    void aWrongProperty(String property, String wrong, String action) throws IOException, InterruptedException {
        assertThat(said("--cards.loading=eager", "--server.port=0", property)).contains(wrong, action);
    }

    /** Without the tests, whose configurations belong to none. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String said(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                ChatApp.class.getName(),
                "--spring.profiles.active=demo",
                "--cards.threads=1"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isEqualTo(1);
            assertThat(said)
                    .contains("APPLICATION FAILED TO START", "Description:", "Action:")
                    .doesNotContain("\tat ", "Open http");
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
