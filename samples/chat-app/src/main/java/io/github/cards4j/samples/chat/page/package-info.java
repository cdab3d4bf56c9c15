/** What the page in the browser talks to. */
@NullMarked
package io.github.cards4j.samples.chat.page;

import org.jspecify.annotations.NullMarked;
