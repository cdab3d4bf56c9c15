/** From a grammar to token masks: forms, networks of nodes over bytes, the vocabulary as a trie, masks. */
@NullMarked
package io.github.cards4j.grammar.internal;

import org.jspecify.annotations.NullMarked;
