package io.github.cards4j.langchain4j;

import io.github.cards4j.Cards;
import io.github.cards4j.CardsOptions;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a model's engine comes from: it is shared, or opened for the model alone and closed with it. */
final class EngineSource {

    private @Nullable Cards shared;
    private @Nullable CardsOptions options;

    void share(Cards engine) {
        shared = engine;
    }

    void open(CardsOptions options) {
        this.options = options;
    }

    /**
     * Makes a model; an engine opened for it is closed again if that fails.
     *
     * @throws IllegalArgumentException if neither or both are set
     */
    <M> M make(Function<ModelEngine, M> model) {
        LangChain4jVersion.require();
        ModelEngine engine = engine();
        try {
            return model.apply(engine);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private ModelEngine engine() {
        if (shared != null && options == null) {
            return new ModelEngine(shared, false);
        }
        if (shared == null && options != null) {
            return new ModelEngine(Cards.open(options), true);
        }
        throw new IllegalArgumentException("set either engine, to share one that is open, or options, to open one");
    }
}
