package io.github.cards4j.torch.internal;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.ModelConfig;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.ContextExceededException;
import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.Piece;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.template.ChatTemplateException;
import io.github.cards4j.template.NormalForm;
import java.util.List;
import java.util.function.Function;

/** A reward model on the device program. */
public final class TorchRewardModel implements RewardModel {

    private final String name;
    private final int contextLength;
    private final int vocabulary;
    private final Tokenizer tokenizer;
    private final Transformer transformer;
    private final PromptCache<KeyValueCache> prompts;
    private final RewardHead head;
    private final ChatTemplate template;
    private final boolean closed;
    private final boolean owner;

    private TorchRewardModel(
            String name,
            ModelConfig config,
            Tokenizer tokenizer,
            Transformer transformer,
            PromptCache<KeyValueCache> prompts,
            RewardHead head,
            ChatTemplate template,
            boolean closed,
            boolean owner) {
        this.name = name;
        this.prompts = prompts;
        contextLength = config.maxPositions();
        vocabulary = config.vocabularySize();
        this.tokenizer = tokenizer;
        this.transformer = transformer;
        this.head = head;
        this.template = template;
        this.closed = closed;
        this.owner = owner;
    }

    /** A model with a scalar head. */
    public static TorchRewardModel scored(
            Checkpoint checkpoint,
            Tokenizer tokenizer,
            Transformer transformer,
            PromptCache<KeyValueCache> prompts,
            ChatTemplate template,
            boolean closed) {
        return new TorchRewardModel(
                checkpoint.name(),
                checkpoint.config(),
                tokenizer,
                transformer,
                prompts,
                Transformer::scores,
                template,
                closed,
                true);
    }

    /**
     * A language model that is asked a question; {@code template} writes it.
     *
     * @param owner whether closing this closes the language model
     */
    public static TorchRewardModel judge(TorchLanguageModel model, ChatTemplate template, boolean owner) {
        return new TorchRewardModel(
                model.name(),
                model.config(),
                model.tokenizer(),
                model.transformer(),
                model.prompts(),
                YesNo.of(model.name(), model.tokenizer()),
                template,
                true,
                owner);
    }

    /** Rewards of the rows that a pass wants. */
    float[] rewards(Pass pass) {
        return head.rewards(transformer, pass);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Judgement begin(List<Message> conversation) {
        return new TorchJudgement(this, transformer, prompts, List.copyOf(conversation));
    }

    @Override
    public String convention() {
        return template.name() + (closed ? ", closed" : ", open");
    }

    /** Token ids of the conversation, up to where the answer begins. */
    int[] prompt(List<Message> conversation) {
        return checked(encoded(conversation, template::prompt));
    }

    /** Token ids of the conversation and an answer, in the form that is scored. */
    int[] scored(List<Message> conversation, String answer) {
        return checked(encoded(conversation, form -> template.answered(form, answer, closed)));
    }

    /** Token ids of the conversation and an answer that goes on. */
    int[] open(List<Message> conversation, String answer) {
        return encoded(conversation, form -> template.answered(form, answer, false));
    }

    /** A refusal is about the conversation: the model is as good as before. */
    private int[] encoded(List<Message> conversation, Function<List<Message>, List<Piece>> writer) {
        try {
            return tokenizer.encode(NormalForm.write(conversation, writer));
        } catch (ChatTemplateException e) {
            throw e.refusal()
                    ? new IllegalArgumentException(
                            "the reward model " + name + " cannot judge answers to this conversation: "
                                    + e.getMessage(),
                            e)
                    : e;
        }
    }

    /** How many tokens a conversation, and what closes an answer to it, leave of the context; at least 1. */
    int room(List<Message> conversation) {
        int used = scored(conversation, "").length;
        if (used == contextLength) {
            throw new ContextExceededException(
                    "the conversation has " + used + " tokens for the reward model " + name + ", and its context holds "
                            + contextLength + ": there is no room for an answer; shorten the conversation");
        }
        return contextLength - used;
    }

    private int[] checked(int[] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException(
                    "the conversation is empty: the reward model " + name + " has nothing to read");
        }
        if (ids.length > contextLength) {
            throw new ContextExceededException("conversation and answer have " + ids.length
                    + " tokens for the reward model " + name + ", but its context holds " + contextLength
                    + ": shorten the conversation or lower maxNewTokens");
        }
        for (int id : ids) {
            if (id < 0 || id >= vocabulary) {
                throw new ModelException("the tokenizer of the reward model " + name + " gave token " + id
                        + ", but its vocabulary has " + vocabulary
                        + " tokens: tokenizer.json and the weights do not belong together");
            }
        }
        return ids;
    }

    double finite(double reward) {
        if (!Double.isFinite(reward)) {
            throw new ModelException(
                    "a reward of " + name + " is not finite (" + reward + "): the weights are damaged, or "
                            + "the computing type is too narrow for this model (try dtype=float32)");
        }
        return reward;
    }

    @Override
    public void close() {
        if (owner) {
            prompts.forget(transformer);
            transformer.close();
            TorchLanguageModel.closeTokenizer(tokenizer);
        }
    }
}
