package io.github.cards4j.samples.chat.openai;

import dev.langchain4j.model.chat.request.ChatRequest;

/**
 * A request of OpenAI's form, as LangChain4j takes it.
 *
 * @param model as the client named it
 * @param chat what to ask
 * @param stream whether the answer comes in pieces
 * @param includeUsage whether the last piece tells the number of tokens
 */
record CompletionRequest(String model, ChatRequest chat, boolean stream, boolean includeUsage) {}
