/** Two small models for demonstrations and tests, and a labeller that knows their texts. */
@NullMarked
package io.github.cards4j.samples.models;

import org.jspecify.annotations.NullMarked;
