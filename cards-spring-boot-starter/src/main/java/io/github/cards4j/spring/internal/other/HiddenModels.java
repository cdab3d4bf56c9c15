package io.github.cards4j.spring.internal.other;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.core.PriorityOrdered;

/**
 * Defines again what the {@link ModelArbiter} hid. As a post-processor of beans it is made after all post-processors of
 * definitions, {@code @AiService}'s too, and before every other bean.
 */
public final class HiddenModels implements BeanPostProcessor, PriorityOrdered, BeanFactoryAware {

    private final ModelArbiter arbiter;

    public HiddenModels(ModelArbiter arbiter) {
        this.arbiter = arbiter;
    }

    @Override
    public void setBeanFactory(BeanFactory beans) {
        arbiter.restore((BeanDefinitionRegistry) beans);
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
