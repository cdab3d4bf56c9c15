package io.github.cards4j.spring.internal.other;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.core.type.MethodMetadata;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

/**
 * Where a bean definition comes from.
 *
 * @param declaredBy name of the configuration class, or else the bean's own; null if nothing tells
 * @param starter whether an auto-configuration defined it: the class path decided, not the application
 */
record BeanOrigin(@Nullable String declaredBy, boolean starter) {

    static BeanOrigin of(ConfigurableListableBeanFactory beans, String name) {
        String declaredBy = declaredBy(beans, name);
        return new BeanOrigin(declaredBy, declaredBy != null && ofStarter(beans, declaredBy));
    }

    private static @Nullable String declaredBy(ConfigurableListableBeanFactory beans, String name) {
        if (!beans.containsBeanDefinition(name)) {
            return null;
        }
        BeanDefinition definition = beans.getBeanDefinition(name);
        String factory = definition.getFactoryBeanName();
        if (factory == null) {
            return userClass(definition.getBeanClassName());
        }
        // of the class that is configured, also where it inherits the method
        if (beans.containsBeanDefinition(factory)) {
            return userClass(beans.getBeanDefinition(factory).getBeanClassName());
        }
        MethodMetadata method =
                definition instanceof AnnotatedBeanDefinition annotated ? annotated.getFactoryMethodMetadata() : null;
        return method == null ? null : method.getDeclaringClassName();
    }

    /** Configuration classes may have been replaced by generated subclasses. */
    private static @Nullable String userClass(@Nullable String name) {
        int generated = name == null ? -1 : name.indexOf("$$");
        return name == null || generated < 0 ? name : name.substring(0, generated);
    }

    private static boolean ofStarter(ConfigurableListableBeanFactory beans, String className) {
        ClassLoader loader = beans.getBeanClassLoader();
        List<String> listed =
                ImportCandidates.load(AutoConfiguration.class, loader).getCandidates();
        for (String each : withEnclosing(className)) {
            if (listed.contains(each) || annotated(each, loader)) {
                return true;
            }
        }
        // An auto-configuration may import classes of its jar.
        Artifact artifact = Artifact.of(className, loader);
        return artifact != null && artifact.hasAutoConfigurations(loader) && !ofApplication(beans, className);
    }

    private static List<String> withEnclosing(String className) {
        List<String> names = new ArrayList<>(List.of(className));
        for (int at = className.lastIndexOf('$'); at > 0; at = className.lastIndexOf('$', at - 1)) {
            names.add(className.substring(0, at));
        }
        return names;
    }

    private static boolean annotated(String className, @Nullable ClassLoader loader) {
        try {
            return new SimpleMetadataReaderFactory(loader)
                    .getMetadataReader(className)
                    .getAnnotationMetadata()
                    .isAnnotated(AutoConfiguration.class.getName());
        } catch (IOException e) {
            return false; // a class without a file: made at run time, so no starter's
        }
    }

    private static boolean ofApplication(ConfigurableListableBeanFactory beans, String className) {
        return AutoConfigurationPackages.has(beans)
                && AutoConfigurationPackages.get(beans).stream()
                        .anyMatch(root -> root.isEmpty() || className.startsWith(root + "."));
    }
}
