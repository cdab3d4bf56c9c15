package io.github.cards4j.langchain4j;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import io.github.cards4j.Cards;
import io.github.cards4j.test.ToolScript;
import org.junit.jupiter.api.AfterAll;

/** LangChain4j's contract for listeners. */
class CardsChatModelListenerIT extends AbstractChatModelListenerIT {

    private static final Cards ENGINE = Engines.over(
            Engines.saying("One two three four five six seven eight nine."),
            Engines.judging(text -> 1),
            ToolScript.HERMES.template());
    private static final Cards FAILING = Engines.failing();

    @AfterAll
    static void close() {
        ENGINE.close();
        FAILING.close();
    }

    @Override
    protected ChatModel createModel(ChatModelListener listener) {
        return CardsChatModel.builder()
                .engine(ENGINE)
                .temperature(temperature())
                .topP(topP())
                .maxOutputTokens(maxTokens())
                .listeners(listener)
                .build();
    }

    @Override
    protected String modelName() {
        return ENGINE.modelName();
    }

    @Override
    protected ChatModel createFailingModel(ChatModelListener listener) {
        return CardsChatModel.builder().engine(FAILING).listeners(listener).build();
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return InternalServerException.class;
    }
}
