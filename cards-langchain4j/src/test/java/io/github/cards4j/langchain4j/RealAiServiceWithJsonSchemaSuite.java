package io.github.cards4j.langchain4j;

import io.github.cards4j.Cards;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract over a real instruct model: {@code -Preal-models}. */
@ExtendWith(Excused.class)
class RealAiServiceWithJsonSchemaSuite extends AiServiceWithJsonSchemaContract {

    @Override
    Cards engine() {
        return RealModels.engine();
    }
}
