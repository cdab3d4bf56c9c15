package io.github.cards4j.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.service.common.AbstractStreamingAiServiceIT;
import io.github.cards4j.Cards;
import java.util.List;

/** LangChain4j's contract for streaming models behind AI services, with tools. */
abstract class StreamingAiServiceContract extends AbstractStreamingAiServiceIT {

    abstract Cards engine();

    @Override
    protected List<StreamingChatModel> models() {
        return List.of(CardsStreamingChatModel.builder().engine(engine()).build());
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
        return CardsChatResponseMetadata.class;
    }
}
