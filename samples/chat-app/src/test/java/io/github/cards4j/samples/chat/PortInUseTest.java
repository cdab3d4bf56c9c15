package io.github.cards4j.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else has the port: the application says so in a few lines, and ends. */
@Timeout(120)
class PortInUseTest {

    /** Without the tests, whose configurations belong to none. */
    private static String classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @ParameterizedTest
    @ValueSource(strings = {"background", "eager"})
    void itSaysSoAndEnds(String loading) throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classPath(),
                            ChatApp.class.getName(),
                            "--spring.profiles.active=demo",
                            "--cards.threads=1",
                            "--cards.loading=" + loading,
                            "--server.port=" + taken.getLocalPort())
                    .redirectErrorStream(true)
                    .start();
            try {
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor()).as(said).isEqualTo(1);
                assertThat(said)
                        .contains(
                                "APPLICATION FAILED TO START",
                                "Port " + taken.getLocalPort() + " was already in use",
                                "listen on another port")
                        .doesNotContain("\tat ", "Open http");
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
