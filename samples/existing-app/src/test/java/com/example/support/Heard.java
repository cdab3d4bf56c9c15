package com.example.support;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears what the application asks its model, and what the model answers, whichever it is. */
final class Heard implements ChatModelListener {

    private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();
    private final List<ChatResponse> responses = new CopyOnWriteArrayList<>();

    ChatRequest lastRequest() {
        return requests.get(requests.size() - 1);
    }

    ChatResponse lastResponse() {
        return responses.get(responses.size() - 1);
    }

    @Override
    public void onRequest(ChatModelRequestContext context) {
        requests.add(context.chatRequest());
    }

    @Override
    public void onResponse(ChatModelResponseContext context) {
        responses.add(context.chatResponse());
    }
}
