package io.github.cards4j.langchain4j;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import io.github.cards4j.Cards;
import io.github.cards4j.test.ToolScript;
import org.junit.jupiter.api.AfterAll;

/** LangChain4j's contract for listeners. */
class CardsStreamingChatModelListenerIT extends AbstractStreamingChatModelListenerIT {

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
    protected StreamingChatModel createModel(ChatModelListener listener) {
        return CardsStreamingChatModel.builder()
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
    protected StreamingChatModel createFailingModel(ChatModelListener listener) {
        return CardsStreamingChatModel.builder()
                .engine(FAILING)
                .listeners(listener)
                .build();
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return InternalServerException.class;
    }
}
