/** What only the web server knows of a connection, and no servlet can ask. */
@NullMarked
package io.github.cards4j.samples.chat.tomcat;

import org.jspecify.annotations.NullMarked;
