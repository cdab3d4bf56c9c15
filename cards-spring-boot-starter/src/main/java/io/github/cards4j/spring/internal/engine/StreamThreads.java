package io.github.cards4j.spring.internal.engine;

import java.util.concurrent.Executor;

/** The threads that handlers of streamed answers are called on. */
public interface StreamThreads extends Executor {}
