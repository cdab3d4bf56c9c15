package io.github.cards4j.langchain4j;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.cards4j.Cards;
import java.util.List;
import org.mockito.InOrder;

/** As {@link ChatModelContract}, for streaming models. */
abstract class StreamingChatModelContract extends AbstractStreamingChatModelIT {

    abstract Cards engine();

    @Override
    protected List<StreamingChatModel> models() {
        return List.of(CardsStreamingChatModel.builder().engine(engine()).build());
    }

    @Override
    protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
        return CardsStreamingChatModel.builder()
                .engine(engine())
                .defaultRequestParameters(parameters)
                .build();
    }

    @Override
    public StreamingChatModel createModelWith(ChatModelListener listener) {
        return CardsStreamingChatModel.builder()
                .engine(engine())
                .listeners(listener)
                .build();
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return CardsChatRequestParameters.builder()
                .maxOutputTokens(maxOutputTokens)
                .build();
    }

    @Override
    protected Class<? extends ChatResponseMetadata> chatResponseMetadataType(StreamingChatModel model) {
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

    private static final String WEATHER = "{\"city\":\"Munich\"}";
    private static final String TIME = "{\"country\":\"France\"}";

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder inOrder, String id) {
        verifyCall(handler, inOrder, 0, id, "getWeather", WEATHER);
    }

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder inOrder, String id1, String id2) {
        verifyCall(handler, inOrder, 0, id1, "getWeather", WEATHER);
        verifyCall(handler, inOrder, 1, id2, "getTime", TIME);
    }

    /** A call comes whole. */
    private static void verifyCall(
            StreamingChatResponseHandler handler,
            InOrder inOrder,
            int index,
            String id,
            String tool,
            String arguments) {
        inOrder.verify(handler).onPartialToolCall(eq(partial(index, id, tool, arguments)), any());
        inOrder.verify(handler).onCompleteToolCall(complete(index, id, tool, arguments));
    }
}
