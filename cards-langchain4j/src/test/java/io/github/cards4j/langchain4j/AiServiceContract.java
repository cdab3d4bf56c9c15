package io.github.cards4j.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.common.AbstractAiServiceIT;
import io.github.cards4j.Cards;
import java.util.List;

/** LangChain4j's contract for chat models behind AI services. */
abstract class AiServiceContract extends AbstractAiServiceIT {

    abstract Cards engine();

    @Override
    protected List<ChatModel> models() {
        return List.of(CardsChatModel.builder().engine(engine()).build());
    }

    @Override
    protected boolean supportsTools() {
        return engine().toolForm() != null;
    }
}
