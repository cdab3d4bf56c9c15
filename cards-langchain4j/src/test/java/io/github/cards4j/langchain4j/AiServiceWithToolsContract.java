package io.github.cards4j.langchain4j;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.common.AbstractAiServiceWithToolsIT;
import io.github.cards4j.Cards;
import java.util.List;

/** LangChain4j's contract for AI services with tools. */
abstract class AiServiceWithToolsContract extends AbstractAiServiceWithToolsIT {

    abstract Cards engine();

    @Override
    protected List<ChatModel> models() {
        return List.of(CardsChatModel.builder().engine(engine()).build());
    }

    @Override
    protected boolean supportsRecursion() {
        return true;
    }

    /** Not from the web; nobody looks at it. */
    @Override
    protected Image catImage() {
        return Image.builder().base64Data("iVBORw0KGgo=").mimeType("image/png").build();
    }
}
