package io.github.cards4j;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cards4j.checkpoint.Golden;
import io.github.cards4j.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is loaded. */
class LoadingTest {

    @TempDir
    Path temp;

    @Test
    void aChatFormatThatTheTokenizerHasNoTokensFor() throws IOException {
        Path other = Golden.copy("tied", temp.resolve("other"));
        Files.copy(
                Golden.folder("tokenizer-llama2").resolve("tokenizer.json"),
                other.resolve("tokenizer.json"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> Cards.open(CardsOptions.builder()
                        .llm(other.toString())
                        .chatFormat("chatml")
                        .build()))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("Option chatFormat is 'chatml'", "<|im_start|>", other.toString(), "'plain'");
        assertThatThrownBy(() -> Cards.open(CardsOptions.builder()
                        .llm(Golden.folder("tied").toString())
                        .reward(other.toString())
                        .rewardChatFormat("chatml")
                        .build()))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("Option rewardChatFormat is 'chatml'", "<|im_start|>", other.toString());
    }

    @Test
    void aRewardModelWithSeveralOutputsWantsALabel() throws IOException {
        Path several = Golden.copy("family-llama-labels", temp.resolve("several"));
        // No more ids than its embedding has rows.
        Files.writeString(several.resolve("tokenizer.json"), """
                {"version": "1.0", "added_tokens": [], "model": {"type": "WordLevel", "vocab": {"<unk>": 0, "help": 1},
                "unk_token": "<unk>"}}""");
        CardsOptions.Builder options = CardsOptions.builder()
                .llm(Golden.folder("tied").toString())
                .reward(several.toString())
                .chatFormat("plain");
        assertThatThrownBy(() -> Cards.open(options.build()))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("help, harm, truth", "Set rewardLabel", several.toString());
        Cards.open(options.rewardLabel("harm").build()).close();
    }
}
