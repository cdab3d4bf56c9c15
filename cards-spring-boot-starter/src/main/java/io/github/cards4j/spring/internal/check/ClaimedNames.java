package io.github.cards4j.spring.internal.check;

import io.github.cards4j.spring.CardsAuditProperties;
import io.github.cards4j.spring.CardsProperties;
import io.github.cards4j.spring.internal.check.KnownProperties.Known;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.ClassUtils;

/** Names and prefixes below {@code cards} that something else reads. */
record ClaimedNames(ConfigurableListableBeanFactory beans) {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimedNames.class);
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final Pattern METADATA_NAME = Pattern.compile("\"name\"\\s*:\\s*\"(cards\\.[^\"]+)\"");
    private static final Set<Class<?>> OURS = Set.of(CardsProperties.class, CardsAuditProperties.class);

    Set<String> all() {
        Set<String> claimed = inMetadata();
        for (String name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            Class<?> type = beans.getType(name, false);
            ConfigurationProperties annotation = beans.findAnnotationOnBean(name, ConfigurationProperties.class, false);
            if (annotation != null && !OURS.contains(type)) {
                add(annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix(), type, claimed);
            }
        }
        KnownProperties known = KnownProperties.ALL;
        Stream.of(known.single(), known.maps())
                .flatMap(List::stream)
                .map(Known::name)
                .forEach(claimed::remove);
        claimed.remove(KnownProperties.PROFILES);
        return claimed;
    }

    private static void add(String prefix, @Nullable Class<?> type, Set<String> claimed) {
        if (prefix.startsWith(CardsProperties.PREFIX + ".")) {
            claimed.add(prefix);
        } else if (prefix.equals(CardsProperties.PREFIX) && type != null) {
            // all of cards is not its own: it shares the prefix with cards4j
            components(type)
                    .map(component -> prefix + "." + KnownProperties.dashed(component))
                    .forEach(claimed::add);
        }
    }

    private static Stream<String> components(Class<?> type) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName)
                : Arrays.stream(BeanUtils.getPropertyDescriptors(type))
                        .map(PropertyDescriptor::getName)
                        .filter(name -> !name.equals("class"));
    }

    /** A metadata file names groups too; those of cards4j itself must not hide what is misspelt below them. */
    private Set<String> inMetadata() {
        ClassLoader loader = beans.getBeanClassLoader();
        ClassLoader found = loader == null ? ClassUtils.getDefaultClassLoader() : loader;
        Set<String> names = new HashSet<>();
        try {
            for (URL url : found == null ? List.<URL>of() : Collections.list(found.getResources(METADATA))) {
                try (InputStream in = url.openStream()) {
                    String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    Matcher matcher = METADATA_NAME.matcher(json.replaceFirst("(?s)\"groups\"\\s*:\\s*\\[.*?]", ""));
                    while (matcher.find()) {
                        names.add(matcher.group(1));
                    }
                }
            }
        } catch (IOException e) {
            LOG.debug("metadata of properties cannot be read", e);
        }
        return names;
    }
}
