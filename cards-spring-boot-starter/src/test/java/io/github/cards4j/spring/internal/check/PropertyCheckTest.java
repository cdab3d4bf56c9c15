package io.github.cards4j.spring.internal.check;

import static io.github.cards4j.spring.Starter.analysis;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cards4j.spring.Starter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Values that are wrong: all are reported, each by its name, before anything is loaded. */
class PropertyCheckTest {

    private final ApplicationContextRunner runner = Starter.unloaded();

    private void fails(String[] properties, String... texts) {
        runner.withPropertyValues(properties)
                .run(context -> assertThat(analysis(context).getDescription()).contains(texts));
    }

    @Test
    void allThatIsWrongIsReportedAtOnce() {
        fails(
                new String[] {
                    "cards.alignment.strength=1.5",
                    "cards.sampling.top-p=2",
                    "cards.threads=many",
                    "cards.sampling.dedline=3s",
                    "cards.segmentation.min-tokens=70",
                    "cards.profiles.support.max-attempts=0",
                    "cards.profiles.support.strenght=1",
                    "cards.audit.enabled=true",
                    "cards.audit.max-size=3B",
                    "cards.audit.keep=-1",
                    "cards.audit.queue-capacity=0"
                },
                "11 properties are wrong:",
                "cards.alignment.strength must lie in [0, 1], but is 1.5",
                "cards.sampling.top-p must lie in (0, 1], but is 2.0",
                "cards.threads must be a whole number, but is 'many'",
                "cards.sampling.dedline is not known: did you mean cards.sampling.deadline?",
                "cards.segmentation.max-tokens (64) must be at least cards.segmentation.min-tokens (70)",
                "cards.profiles.support.max-attempts must lie in 1..10000, but is 0",
                "cards.profiles.support.strenght is not known: did you mean cards.profiles.support.strength?",
                "cards.audit.enabled is true, but cards.audit.file names no file",
                "cards.audit.max-size must be 1KB or more, but is 3B",
                "cards.audit.keep must lie in 0..1000, but is -1",
                "cards.audit.queue-capacity must be 1 or more, but is 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cards.enabled=ture | must be true or false, but is 'ture'",
                "cards.loading=sometimes | must be one of eager, lazy, background, but is 'sometimes'",
                "cards.primary=2 | must be true or false",
                "cards.shutdown-timeout=soon | must be a length of time such as 30s or 2m",
                "cards.shutdown-timeout=-1s | must be 0 or longer",
                "cards.device=tpu | must be auto, cpu or cuda:N, but is 'tpu'",
                "cards.dtype=int3 | must be auto, float32, bfloat16 or float16",
                "cards.threads=-1 | must be 0 (as many as there are processors) or more",
                "cards.queue-capacity=0 | must be 1 or more",
                "cards.prompt-cache-megabytes=-5 | must be 0 (no reuse) or more",
                "cards.llm.chat-format=xml | Unknown chat format 'xml'",
                "cards.reward.chat-format=xml | Unknown chat format 'xml'",
                "cards.reward.convention=ajar | must be closed or open",
                "cards.sampling.temperature=-1 | must lie in [0, 100]",
                "cards.sampling.top-k=-1 | must be 0 (off) or more",
                "cards.sampling.max-new-tokens=0 | must be 1 or more",
                "cards.sampling.seed=x | must be a whole number",
                "cards.sampling.deadline=0s | must be longer than zero",
                "cards.segmentation.uncertainty-threshold=-1 | must be 0 or more",
                "cards.segmentation.min-tokens=0 | must be 1 or more",
                "cards.segmentation.max-tokens=0 | must be at least",
                "cards.alignment.target-reward=NaN | must be a finite number",
                "cards.alignment.reward-weight=2 | must lie in [0, 1]",
                "cards.alignment.reward-temperature=0 | must be above 0",
                "cards.alignment.reward-floor=Infinity | must be a finite number, or -Infinity for none",
                "cards.alignment.max-attempts=0 | must lie in 1..10000",
                "cards.alignment.on-exhausted=explode | must be one of best, stop, replace, fail",
                "cards.alignment.ramp=0 | must be 1 or more",
                "cards.alignment.method=magic | unknown method 'magic'",
                "cards.alignment.max-lanes=0 | must lie in 1..256",
                "cards.alignment.calibration=/no/such.json | calibration file /no/such.json does not exist"
            })
    void eachValueIsCheckedByItsName(String property, String text) {
        String name = property.substring(0, property.indexOf('='));
        runner.withPropertyValues(property).run(context -> {
            assertThat(analysis(context).getDescription()).contains("a property is wrong", name, text);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alignment.on-exhausted=replace | on-exhausted=replace needs a sentence",
                "alignment.method=cards:8,alignment.max-lanes=4 | asks for more lanes than",
                "alignment.method=plain,alignment.reward-floor=0 | could not be held",
                "alignment.method=plain,alignment.strength=0.7 | method=plain judges nothing, but cards.alignment.strength",
                "alignment.strength=0 | strength=0 judges nothing, but cards.alignment.target-reward is 1.0",
                "profiles.a.on-exhausted=replace | cards.profiles.a.on-exhausted=replace needs a sentence",
                "alignment.reward-floor=0,profiles.a.method=plain | cards.profiles.a.reward-floor=0.0 could not be held",
                "alignment.strength=0.0,profiles.a.target-reward=1 | cards.profiles.a.strength=0 judges nothing",
                "alignment.method=plain,profiles.a.strength=0.5 | cards.profiles.a.method=plain judges nothing",
                "segmentation.max-tokens=8,profiles.a.min-segment-tokens=9 | cards.profiles.a.min-segment-tokens (9)"
            })
    void contradictionsAreNamed(String properties, String text) {
        String[] each = Arrays.stream(properties.strip().split(","))
                .map(property -> "cards." + property)
                .toArray(String[]::new);
        fails(each, text);
    }

    @Test
    void whatAProfileChangesIsNoContradiction() {
        runner.withPropertyValues(
                        "cards.alignment.strength=0.7",
                        "cards.alignment.reward-floor=-3",
                        "cards.alignment.replacement=Sorry.",
                        "cards.profiles.fast.method=plain",
                        "cards.profiles.fast.reward-floor=-Infinity",
                        "cards.profiles.polite.on-exhausted=replace")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void bothModelsInOneFolderAreRefused(@TempDir Path folder) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("model")));
        fails(
                new String[] {"cards.llm.location=" + folder.resolve("model"), "cards.reward.location=" + link.toUri()},
                "cards.llm.location and cards.reward.location name the same model",
                "cards.reward.question");
        fails(
                new String[] {
                    "cards.llm.location=owner/name",
                    "cards.reward.location=hub:owner/name",
                    "cards.reward.question=Good?"
                },
                "leave cards.reward.location unset");
    }

    @Test
    void theSameWeightsInTwoFoldersAreRefused(@TempDir Path folder) throws IOException {
        Path llm = Files.createDirectory(folder.resolve("llm"));
        Path reward = Files.createDirectory(folder.resolve("reward"));
        Path weights = Files.writeString(llm.resolve("model.safetensors"), "weights");
        Files.createSymbolicLink(reward.resolve("model.safetensors"), weights);
        fails(
                new String[] {"cards.llm.location=" + llm, "cards.reward.location=" + reward},
                "name the same model (" + llm + ")");
    }

    @Test
    void aFileIsNoModelFolder(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("model.safetensors"), "weights");
        fails(
                new String[] {"cards.llm.location=" + file},
                "cards.llm.location=" + file + " is a file: name the folder");
    }

    @Test
    void aFolderIsNoAuditLog(@TempDir Path folder) {
        fails(
                new String[] {"cards.audit.enabled=true", "cards.audit.file=" + folder},
                "a property is wrong",
                "cards.audit.file: " + folder + " is a folder: name a file in it");
    }

    /** One configuration may be for several machines, and only some of them write the log. */
    @Test
    void anAuditLogThatNobodyWritesNeedNotBePossible(@TempDir Path folder) {
        for (String off : new String[] {"cards.audit.keep=3", "cards.audit.enabled=false"}) {
            runner.withPropertyValues(off, "cards.audit.file=" + folder)
                    .run(context -> assertThat(context).hasNotFailed());
        }
    }

    @Test
    void anAuditLogThatCannotBeMadeIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        fails(
                new String[] {"cards.audit.enabled=true", "cards.audit.file=" + file + "/logs/audit.jsonl"},
                "a property is wrong",
                "cards.audit.file: " + file + "/logs/audit.jsonl cannot be made, since " + file + " is no folder");
        runner.withPropertyValues("cards.audit.enabled=true", "cards.audit.file=" + folder + "/logs/audit.jsonl")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aFolderThatMayNotBeReadIsNamed(@TempDir Path folder) throws IOException {
        Path weights = Files.writeString(folder.resolve("model.safetensors"), "weights");
        String property = "cards.llm.location";
        String location = folder.toString();
        assertThat(ModelFolders.unreadable(property, location, path -> true)).isNull();
        assertThat(ModelFolders.unreadable(property, location, path -> !path.equals(folder)))
                .contains(
                        property, "user '" + System.getProperty("user.name"), "no right to read the folder " + folder);
        assertThat(ModelFolders.unreadable(property, location, path -> !path.equals(weights)))
                .contains(property, "no right to read " + weights);
        assertThat(ModelFolders.unreadable(property, location + "/a/b", path -> !path.equals(folder)))
                .contains(property, "no right to enter " + folder);
        assertThat(ModelFolders.unreadable(property, "classpath:a/b", path -> false))
                .isNull();
    }

    @Test
    void aFolderThatIsNotThereIsNamedWithAllElse(@TempDir Path folder) {
        fails(
                new String[] {
                    "cards.threads=-1",
                    "cards.llm.location=" + folder + "/llm",
                    "cards.reward.location=./no-such-reward"
                },
                "3 properties are wrong",
                "cards.threads",
                "cards.llm.location=" + folder + "/llm: there is no folder " + folder + "/llm",
                "cards.reward.location=./no-such-reward: there is no folder ");
    }

    @ParameterizedTest
    @CsvSource({
        "/no/such/model, true",
        "./no-such, true",
        "../no-such/model, true",
        "file:///no/such/model, true",
        "owner/name, false",
        "no-such, false",
        "classpath:no/such, false",
        "hub:owner/name, false",
        ".owner/name, false"
    })
    void onlyWhatMustBeAFolderIsMissed(String location, boolean missed) {
        String problem = ModelFolders.unreadable("cards.llm.location", location, path -> true);
        assertThat(problem != null && problem.contains("there is no folder")).isEqualTo(missed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cards.llm.location=owner/model"})
    void nothingWrongIsNoProblem(String property) {
        runner.withPropertyValues(property.isEmpty() ? new String[0] : new String[] {property})
                .run(context -> assertThat(context).hasNotFailed());
    }
}
