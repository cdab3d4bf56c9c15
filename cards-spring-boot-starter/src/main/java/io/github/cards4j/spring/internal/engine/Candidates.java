package io.github.cards4j.spring.internal.engine;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;

/** Which beans are meant where nothing but a type is asked for. */
public final class Candidates {

    private Candidates() {}

    /** Not, if it is to be injected by a qualifier only, or not at all, such as what a scoped proxy stands for. */
    public static boolean byType(ConfigurableListableBeanFactory beans, String name) {
        if (!beans.containsBeanDefinition(name)) {
            return true;
        }
        BeanDefinition definition = beans.getBeanDefinition(name);
        return definition.isAutowireCandidate()
                && !(definition instanceof AbstractBeanDefinition known && !known.isDefaultCandidate());
    }
}
