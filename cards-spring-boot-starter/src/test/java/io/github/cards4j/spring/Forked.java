package io.github.cards4j.spring;

import io.github.cards4j.spring.assistant.Seen;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What an application said in a virtual machine of its own, which has ended. */
record Forked(String output) {

    /** One embedded answer of four tokens, always the same. */
    static final List<String> DEMO = List.of(
            "--spring.main.web-application-type=none",
            "--spring.main.banner-mode=off",
            "--" + Starter.LLM,
            "--" + Starter.REWARD,
            "--cards.threads=1",
            "--cards.alignment.target-reward=1",
            "--cards.alignment.reward-temperature=0.5",
            "--cards.segmentation.uncertainty-threshold=2",
            "--cards.sampling.max-new-tokens=4",
            "--cards.sampling.seed=7");

    static Forked java(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var unused = process.waitFor();
        return new Forked(output);
    }

    /** Of the tests. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    static List<Path> classPathEntries() {
        return Arrays.stream(classPath().split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    List<String> seen(String what) {
        String mark = Seen.MARK + what + "=";
        return output.lines()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()))
                .toList();
    }
}
