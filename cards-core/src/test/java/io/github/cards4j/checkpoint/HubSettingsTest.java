package io.github.cards4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected as {@code huggingface_hub} 0.36 reads the same variables. */
class HubSettingsTest {

    @TempDir
    Path home;

    private final Map<String, String> variables = new HashMap<>();

    private HubSettings settings() {
        return HubSettings.of(variables::get, home);
    }

    @Test
    void whereNothingIsSet() {
        assertThat(settings())
                .isEqualTo(
                        new HubSettings("https://huggingface.co", home.resolve(".cache/huggingface/hub"), null, false));
    }

    @Test
    void theMoreSpecialVariableCounts() {
        variables.put("XDG_CACHE_HOME", "/xdg");
        assertThat(settings().cache()).isEqualTo(Path.of("/xdg/huggingface/hub"));
        variables.put("HF_HOME", "/hf");
        assertThat(settings().cache()).isEqualTo(Path.of("/hf/hub"));
        variables.put("HUGGINGFACE_HUB_CACHE", "/old");
        assertThat(settings().cache()).isEqualTo(Path.of("/old"));
        variables.put("HF_HUB_CACHE", "/new");
        assertThat(settings().cache()).isEqualTo(Path.of("/new"));
    }

    @Test
    void pathsAreExpanded() {
        variables.put("HF_HOME", "~/models");
        assertThat(settings().cache()).isEqualTo(home.resolve("models/hub"));
        variables.put("DATA", "/data");
        variables.put("HF_HOME", "$DATA/${DATA}x$UNSET");
        assertThat(settings().cache()).isEqualTo(Path.of("/data//datax$UNSET/hub"));
    }

    @Test
    void tokensFromVariablesAndFiles() throws IOException {
        Path file = home.resolve(".cache/huggingface/token");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "hf_file\n");
        assertThat(settings().token()).isEqualTo("hf_file");
        variables.put(
                "HF_TOKEN_PATH",
                Files.writeString(home.resolve("mine"), " hf_path ").toString());
        assertThat(settings().token()).isEqualTo("hf_path");
        variables.put("HUGGING_FACE_HUB_TOKEN", "hf_old");
        assertThat(settings().token()).isEqualTo("hf_old");
        variables.put("HF_TOKEN", "hf_new");
        assertThat(settings().token()).isEqualTo("hf_new");
        assertThat(settings().toString()).doesNotContain("hf_new");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "true, true", "YES, true", "On, true", "0, false", "false, false", "no, false"})
    void offline(String value, boolean expected) {
        variables.put("HF_HUB_OFFLINE", value);
        assertThat(settings().offline()).isEqualTo(expected);
        assertThat(settings().offline(true).offline()).isTrue();
        assertThat(settings().offline(false).offline()).isEqualTo(expected);
    }

    @Test
    void anotherEndpoint() {
        variables.put("HF_ENDPOINT", "https://mirror.example/hub/");
        assertThat(settings().endpoint()).isEqualTo("https://mirror.example/hub");
    }
}
