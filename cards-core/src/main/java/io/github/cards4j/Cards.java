package io.github.cards4j;

import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.model.Message;
import java.util.List;

/**
 * A language model and a reward model on one device, answering conversations with decoding-time alignment. Open it once,
 * share it among threads, close it.
 *
 * <pre>{@code
 * try (Cards cards = Cards.open(CardsOptions.builder().llm("models/llm").reward("models/reward").build())) {
 *     System.out.println(cards.generate(CardsRequest.of("Where is my parcel?")).text());
 * }
 * }</pre>
 */
public final class Cards implements AutoCloseable {

    private final CardsOptions options;

    private Cards(CardsOptions options) {
        this.options = options;
    }

    /**
     * Loads the models.
     *
     * @throws io.github.cards4j.model.ModelException if a model cannot be loaded; says which file, and what to do
     * @throws IllegalArgumentException if an option is out of range
     */
    public static Cards open(CardsOptions options) {
        return open(options, LoadListener.NONE);
    }

    /** As {@link #open(CardsOptions)}, showing progress. */
    public static Cards open(CardsOptions options, LoadListener listener) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Answers, and waits for the answer. An interrupt cancels it within one step. */
    public CardsResponse generate(CardsRequest request) {
        return generate(request, DecodingListener.NONE);
    }

    /** As {@link #generate(CardsRequest)}, showing the answer as it grows. */
    public CardsResponse generate(CardsRequest request, DecodingListener listener) {
        throw new UnsupportedOperationException("not written yet");
    }

    /**
     * Begins an answer and returns at once.
     *
     * @param listener called on the engine's thread
     * @throws IllegalArgumentException if the request's options do not fit, or its prompt is longer than the context
     */
    public Generation start(CardsRequest request, DecodingListener listener) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** The reward of an answer to a conversation, as the reward model sees it finished. */
    public double score(List<Message> conversation, String answer) {
        throw new UnsupportedOperationException("not written yet");
    }

    /**
     * Draws a plain answer to each prompt and measures what strength means for this pair of models: rewards, lengths and
     * entropies. Takes effect for the requests that follow; {@link Calibration} can be kept in a file.
     *
     * @param prompts at least 8, of the kind that will be asked
     */
    public Calibration calibrate(List<String> prompts) {
        throw new UnsupportedOperationException("not written yet");
    }

    public CardsOptions options() {
        return options;
    }

    /** Name of the language model: its folder's. */
    public String modelName() {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Device and library in use, for a person: {@code cpu, PyTorch 2.7.1, float32 packed}. */
    public String description() {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Ends answers in flight with an error, and frees the models. */
    @Override
    public void close() {}
}
