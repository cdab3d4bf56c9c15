package io.github.cards4j.spring;

import java.util.concurrent.Executor;

/** The threads that handlers of streamed answers are called on. */
interface StreamThreads extends Executor {}
