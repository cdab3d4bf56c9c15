package io.github.cards4j.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import io.github.cards4j.Cards;
import java.util.List;

/** LangChain4j's contract for chat models. Models that are loaded have one name, and read text only. */
abstract class ChatModelContract extends AbstractChatModelIT {

    abstract Cards engine();

    @Override
    protected List<ChatModel> models() {
        return List.of(CardsChatModel.builder().engine(engine()).build());
    }

    @Override
    protected ChatModel createModelWith(ChatRequestParameters parameters) {
        return CardsChatModel.builder()
                .engine(engine())
                .defaultRequestParameters(parameters)
                .build();
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return CardsChatRequestParameters.builder()
                .maxOutputTokens(maxOutputTokens)
                .build();
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(ChatModel model) {
        return CardsChatResponseMetadata.class;
    }

    @Override
    protected boolean supportsModelNameParameter() {
        return false;
    }

    @Override
    protected boolean supportsTools() {
        return engine().toolForm() != null;
    }

    @Override
    protected boolean supportsToolChoiceRequired() {
        return supportsTools();
    }

    @Override
    protected boolean supportsSingleImageInputAsBase64EncodedString() {
        return false;
    }

    @Override
    protected boolean supportsSingleImageInputAsPublicURL() {
        return false;
    }
}
