package io.github.cards4j.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.common.AbstractAiServiceWithJsonSchemaIT;
import io.github.cards4j.Cards;
import java.util.List;

/** LangChain4j's contract for AI services that return objects. */
abstract class AiServiceWithJsonSchemaContract extends AbstractAiServiceWithJsonSchemaIT {

    abstract Cards engine();

    @Override
    protected List<ChatModel> models() {
        return List.of(CardsChatModel.builder().engine(engine()).build());
    }

    @Override
    protected boolean supportsRecursion() {
        return true;
    }
}
