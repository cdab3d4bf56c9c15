package io.github.cards4j.spring.internal.other;

import io.github.cards4j.spring.internal.engine.Candidates;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Looks again once all beans are made, for chat models that the {@link ModelArbiter} could not see: those that were added after it
 * had looked, whose type only their factory tells, or that belong to a parent of the context.
 */
public final class LateModels implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(LateModels.class);

    private final ModelArbiter arbiter;
    private final ConfigurableListableBeanFactory beans;

    public LateModels(ModelArbiter arbiter, ConfigurableListableBeanFactory beans) {
        this.arbiter = arbiter;
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Set<String> late = new LinkedHashSet<>();
        for (ModelArbiter.Kind kind : ModelArbiter.KINDS) {
            Set<String> all = names(kind.type());
            all.removeAll(names(kind.aligned()));
            all.stream()
                    .filter(name -> !arbiter.knows(name) && Candidates.byType(beans, name))
                    .forEach(late::add);
        }
        arbiter.refuseThoseOfStarters(beans, late);
        if (!late.isEmpty()) {
            LOG.warn(
                    "{} came after cards4j had looked for other chat models, and stand{} beside cards4j's: what takes {} by its"
                            + " name, or as the primary one, is not aligned.",
                    ModelArbiter.quoted(late),
                    late.size() == 1 ? "s" : "",
                    late.size() == 1 ? "it" : "one");
        }
    }

    /** What is not made yet shall not be made for this. */
    private Set<String> names(Class<?> type) {
        return new LinkedHashSet<>(
                Arrays.asList(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false)));
    }
}
