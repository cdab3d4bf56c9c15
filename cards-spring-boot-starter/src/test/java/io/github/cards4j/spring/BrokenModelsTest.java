package io.github.cards4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What people get wrong about models: each start ends with what is wrong and what to do, and without a stack trace. */
@Timeout(120)
class BrokenModelsTest {

    @TempDir
    private Path folder;

    private interface Breaking {
        void damage(Path llm, Path reward) throws IOException;
    }

    private static Arguments broken(String what, Breaking breaking, List<String> properties, String... said) {
        return Arguments.of(what, breaking, properties, said);
    }

    private static Stream<Arguments> mistakes() {
        return Stream.of(
                broken("no weights", (l, r) -> Files.delete(l.resolve("model.safetensors")), List.of(), "safetensors"),
                broken(
                        "half the weights",
                        (l, r) -> cut(l.resolve("model.safetensors")),
                        List.of(),
                        "model.safetensors"),
                broken("no configuration", (l, r) -> Files.delete(l.resolve("config.json")), List.of(), "config.json"),
                broken(
                        "no JSON",
                        (l, r) -> Files.writeString(l.resolve("config.json"), "{"),
                        List.of(),
                        "config.json",
                        "line 1"),
                broken(
                        "an unknown family",
                        (l, r) -> replace(l.resolve("config.json"), "LlamaForCausalLM", "MambaForCausalLM"),
                        List.of(),
                        "MambaForCausalLM"),
                broken(
                        "no tokenizer",
                        (l, r) -> Files.delete(l.resolve("tokenizer.json")),
                        List.of(),
                        "tokenizer.json"),
                broken(
                        "a broken tokenizer",
                        (l, r) -> Files.writeString(l.resolve("tokenizer.json"), "{}"),
                        List.of(),
                        "tokenizer.json"),
                broken(
                        "a reward model without a score head",
                        (l, r) ->
                                replace(r.resolve("config.json"), "LlamaForSequenceClassification", "LlamaForCausalLM"),
                        List.of(),
                        "a score head (ForSequenceClassification)",
                        "cards.reward.question"),
                broken(
                        "a label that is none",
                        (l, r) -> {},
                        List.of("cards.reward.label=politeness"),
                        "'politeness'",
                        "cards.reward.label"),
                broken(
                        "half a calibration",
                        (l, r) -> replace(r.resolve("calibration.json"), "\"convention\"", "\"was\""),
                        List.of(),
                        "calibration.json",
                        "convention"),
                broken(
                        "another pair's calibration",
                        (l, r) -> replace(r.resolve("calibration.json"), "\"a82bb171", "\"00000000"),
                        List.of("cards.alignment.calibration=REWARD/calibration.json"),
                        "another pair's",
                        "leave calibration unset"),
                broken("a GPU that is not there", (l, r) -> {}, List.of("cards.device=cuda:0"), "cuda"),
                broken(
                        "a hub's model that was never fetched",
                        (l, r) -> {},
                        List.of("cards.offline=true", "cards.llm.location=nobody/nothing"),
                        "nobody/nothing",
                        "offline"),
                broken(
                        "a class path without it",
                        (l, r) -> {},
                        List.of("cards.llm.location=classpath:no/such/model"),
                        "no/such/model"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void theReportSaysWhatIsWrongAndWhatToDo(String what, Breaking breaking, List<String> properties, String[] said)
            throws Exception {
        Path llm = copy("llm");
        Path reward = copy("reward");
        breaking.damage(llm, reward);
        Starter.demo()
                .withPropertyValues("cards.llm.location=" + llm, "cards.reward.location=" + reward)
                .withPropertyValues(properties.stream()
                        .map(each -> each.replace("REWARD", reward.toString()))
                        .toArray(String[]::new))
                .run(context -> {
                    FailureAnalysis analysis = Starter.analysis(context);
                    assertThat(analysis.getDescription())
                            .contains(said)
                            .doesNotContain("Exception", "REDACTED", "null");
                    assertThat(analysis.getAction()).isNotBlank().doesNotContain("not foreseen");
                });
    }

    private Path copy(String name) throws IOException {
        Path to = Files.createDirectory(folder.resolve(name));
        for (Resource file : new PathMatchingResourcePatternResolver()
                .getResources("classpath:io/github/cards4j/demo/" + name + "/*")) {
            try (InputStream content = file.getInputStream()) {
                Files.copy(content, to.resolve(Objects.requireNonNull(file.getFilename())));
            }
        }
        return to;
    }

    private static void cut(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(all, all.length / 2));
    }

    private static void replace(Path file, String what, String by) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, by));
    }
}
