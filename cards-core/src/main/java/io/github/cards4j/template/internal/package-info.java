/** A small interpreter of the Jinja that chat templates are written in. Strings know who wrote each of their characters. */
@NullMarked
package io.github.cards4j.template.internal;

import org.jspecify.annotations.NullMarked;
