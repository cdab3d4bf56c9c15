package io.github.cards4j.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * A log of judged candidates. It holds their text, and so is off unless asked for.
 *
 * @param enabled Whether every judged candidate, rejected or accepted, is written to a file, with its text.
 * @param file File that they are appended to, a line of JSON each; required if enabled. A new one can be read by its owner only.
 * @param maxSize Size at which the file is put aside and a new one begun.
 * @param keep How many files that were put aside are kept: file.1 is the latest of them; 0 keeps none.
 * @param queueCapacity Most candidates that may wait to be written; beyond it they are dropped and counted, so that a slow disk
 *     delays no answer.
 */
@ConfigurationProperties(CardsAuditProperties.PREFIX)
public record CardsAuditProperties(
        @DefaultValue("false") boolean enabled,
        @Nullable String file,
        @DefaultValue("100MB") DataSize maxSize,
        @DefaultValue("5") int keep,
        @DefaultValue("10000") int queueCapacity) {

    public static final String PREFIX = "cards.audit";
}
