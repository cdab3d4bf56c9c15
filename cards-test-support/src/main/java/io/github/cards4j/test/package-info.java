/** What stands in for models in tests of the modules above the core: they need neither weights nor native code. */
@NullMarked
package io.github.cards4j.test;

import org.jspecify.annotations.NullMarked;
