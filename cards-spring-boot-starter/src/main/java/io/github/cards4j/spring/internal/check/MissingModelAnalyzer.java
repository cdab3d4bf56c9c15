package io.github.cards4j.spring.internal.check;

import io.github.cards4j.langchain4j.CardsChatModel;
import io.github.cards4j.langchain4j.CardsStreamingChatModel;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Explains where our chat models went when a bean wants one: the application's own have taken their place. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public class MissingModelAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

    /** As {@code @AiService(wiringMode = EXPLICIT)} names them. */
    private static final Map<String, Class<?>> NAMES =
            Map.of("cardsChatModel", CardsChatModel.class, "cardsStreamingChatModel", CardsStreamingChatModel.class);

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
        Class<?> wanted = wanted(cause);
        if (wanted == null) {
            return null;
        }
        return new FailureAnalysis(
                "a bean needs a " + wanted.getSimpleName()
                        + ", but there is none: either cards.enabled=false, or a chat"
                        + " model of the application has taken its place.",
                "To build one model upon the other, make cards4j's where it is needed:\n\n    "
                        + wanted.getSimpleName() + ".builder().engine(cards).build()\n\nwith the bean of type"
                        + " io.github.cards4j.Cards; or keep both with cards.primary=true.",
                rootFailure);
    }

    private static @Nullable Class<?> wanted(NoSuchBeanDefinitionException cause) {
        Class<?> type = cause.getBeanType();
        if (type == null) {
            return cause.getBeanName() == null ? null : NAMES.get(cause.getBeanName());
        }
        return cause.getNumberOfBeansFound() == 0 && NAMES.containsValue(type) ? type : null;
    }
}
