package io.github.cards4j.spring.internal.engine;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.reward.Reward;
import io.github.cards4j.reward.TextReward;
import io.github.cards4j.spring.CardsProperties;
import io.github.cards4j.spring.CardsStartupException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.StringUtils;

/**
 * What judges answers, if the application says so by a bean. A {@link Reward} counts before all else, since reward models
 * and code may be its parts; without one there may be one {@link RewardModel} or one {@link TextReward}. Of several, the
 * primary one counts.
 */
public record RewardBeans(ConfigurableListableBeanFactory beans) {

    private static final List<Class<?>> TYPES = List.of(Reward.class, RewardModel.class, TextReward.class);

    /**
     * @return null if there is none
     * @throws CardsStartupException if there are several, or properties name another reward
     */
    public @Nullable Reward chosen(CardsProperties.Reward properties) {
        List<String> names = names(Reward.class);
        if (names.isEmpty()) {
            names = Stream.of(names(RewardModel.class), names(TextReward.class))
                    .flatMap(List::stream)
                    .toList();
        }
        if (names.isEmpty()) {
            return null;
        }
        String name = only(names);
        refuseSecond(name, "cards.reward.location", properties.location());
        refuseSecond(name, "cards.reward.question", properties.question());
        return reward(name);
    }

    private List<String> names(Class<?> type) {
        return Arrays.stream(beans.getBeanNamesForType(type))
                .filter(name -> Candidates.byType(beans, name))
                .toList();
    }

    private String only(List<String> names) {
        List<String> primary = names.stream().filter(this::primary).toList();
        List<String> left = primary.isEmpty() ? names : primary;
        if (left.size() == 1) {
            return left.get(0);
        }
        throw new CardsStartupException(
                "several beans could judge answers, and nothing says which: "
                        + left.stream().map(this::shown).collect(Collectors.joining(", ")) + ".",
                "Keep one of them, mark one as @Primary, or define one bean of type " + Reward.class.getName()
                        + " that says how they count together, such as\n\n    Reward.sum(Reward.Part.of(first, 1.0),"
                        + " Reward.Part.of(second, 0.5))");
    }

    private boolean primary(String name) {
        return beans.containsBeanDefinition(name)
                && beans.getMergedBeanDefinition(name).isPrimary();
    }

    private void refuseSecond(String name, String property, @Nullable String value) {
        if (StringUtils.hasText(value)) {
            throw new CardsStartupException(
                    "bean " + shown(name) + " judges answers, but " + property + "=" + value + " names another reward.",
                    "Remove the bean or " + property + ".");
        }
    }

    private Reward reward(String name) {
        Object bean = beans.getBean(name);
        if (bean instanceof Reward reward) {
            return reward;
        }
        return bean instanceof RewardModel model ? Reward.of(new Lent(model)) : Reward.code(name, (TextReward) bean);
    }

    private String shown(String name) {
        String type = TYPES.stream()
                .filter(known -> beans.isTypeMatch(name, known))
                .map(Class::getSimpleName)
                .findFirst()
                .orElse("unknown");
        return "'" + name + "' (" + type + ")";
    }

    /** Its container closes it, once, after the engine. */
    private record Lent(RewardModel model) implements RewardModel {

        @Override
        public String name() {
            return model.name();
        }

        @Override
        public Judgement begin(List<Message> conversation) {
            return model.begin(conversation);
        }

        @Override
        public String convention() {
            return model.convention();
        }

        @Override
        public void close() {}
    }
}
