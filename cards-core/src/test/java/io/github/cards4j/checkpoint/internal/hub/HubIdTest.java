package io.github.cards4j.checkpoint.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubIdTest {

    @Test
    void namesAndRevisions() {
        assertThat(HubId.parse("HuggingFaceTB/SmolLM2-135M-Instruct"))
                .isEqualTo(new HubId("HuggingFaceTB/SmolLM2-135M-Instruct", "main"))
                .hasToString("HuggingFaceTB/SmolLM2-135M-Instruct");
        assertThat(HubId.parse("a/b@v1.0")).isEqualTo(new HubId("a/b", "v1.0")).hasToString("a/b@v1.0");
        assertThat(HubId.parse("a/b_c.d-e@refs/pr/12")).isEqualTo(new HubId("a/b_c.d-e", "refs/pr/12"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gpt2",
                "/a/b",
                "a/b/",
                "a/b/c",
                "./a/b",
                "../a",
                "a/..",
                "a/.b",
                ".a/b",
                "a//b",
                "a\\b/c",
                "~/a",
                "C:/a",
                "a/b--c",
                "a/b..c",
                "a/b.git",
                "a/b@",
                "a/b@../c",
                "a/b@/c",
                "a/b@c/",
                "a/b@c/../d",
                "a/b@c//d",
                "a/b@c/.d",
                "a/b@.c",
                "a/b c",
                "a/b\n",
                "a/b@c\n",
                "a/ü",
                "-a/b",
                "a/b-"
            })
    void textsThatAreNone(String text) {
        assertThat(HubId.parse(text)).isNull();
    }
}
