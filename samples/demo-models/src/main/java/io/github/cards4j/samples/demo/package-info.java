/** A shop's support chat: two small models to show and test cards4j with, requests, and a labeller that knows the truth. */
@NullMarked
package io.github.cards4j.samples.demo;

import org.jspecify.annotations.NullMarked;
