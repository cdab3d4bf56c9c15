package io.github.cards4j;

import io.github.cards4j.checkpoint.ModelLocation;
import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.decoding.DecodingListener;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.decoding.Method;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A language model and a reward model on one device, answering conversations with decoding-time alignment. Open it once,
 * share it among threads, close it.
 *
 * <pre>{@code
 * try (Cards cards = Cards.open(CardsOptions.builder().llm("models/llm").reward("models/reward").build())) {
 *     System.out.println(cards.generate(CardsRequest.of("Where is my parcel?")).text());
 * }
 * }</pre>
 *
 * <p>One thread of its own runs the models. Requests that run at the same time share each pass of the language model, first
 * come, first served; a request that fails, is cancelled or passes its deadline harms no other.
 *
 * <p>What needs the models waits for them, if they are still being loaded, and throws what loading threw, if it failed; a thread
 * that is interrupted while it waits gets a {@link CancellationException}. {@link #start} alone does not wait: its answer does, in
 * the queue.
 */
public final class Cards implements AutoCloseable {

    private final CardsOptions options;
    private final String modelName;
    private final Worker worker;
    private final Policies policies;
    private final ResolvedLog resolvedLog = new ResolvedLog();
    private final List<CardsObserver> observers = new CopyOnWriteArrayList<>();

    /** Of a calibration that came after the models; null as long as there is none. */
    private volatile @Nullable OptionResolver recalibrated;

    private Cards(CardsOptions options, String modelName, Function<LoadStop, Models> loader) {
        this.options = options;
        this.modelName = modelName;
        policies = new Policies(options.defaults(), options.profiles());
        worker = new Worker(loader, options.queueCapacity());
    }

    private static Cards opened(CardsOptions options, LoadListener listener) {
        return new Cards(
                options, ModelLocation.name(options.llm()), stop -> new Loading(options, listener, stop).load());
    }

    /** Waits for the models, as those do that must not go on without. */
    private Cards loaded() {
        try {
            var unused = worker.models();
            return this;
        } catch (CancellationException e) {
            // nobody else knows this engine
            worker.abandon();
            throw e;
        }
    }

    /**
     * Loads the models.
     *
     * @throws io.github.cards4j.model.ModelException if a model cannot be loaded; says which file, and what to do
     * @throws IllegalArgumentException if an option is out of range
     * @throws CancellationException if the thread is interrupted meanwhile: fetching and loading end, and what has been fetched is kept
     */
    public static Cards open(CardsOptions options) {
        return open(options, LoadListener.NONE);
    }

    /**
     * As {@link #open(CardsOptions)}, showing progress.
     *
     * @param listener called on the engine's thread
     */
    public static Cards open(CardsOptions options, LoadListener listener) {
        return opened(options, listener).loaded();
    }

    /**
     * Begins to load the models and returns at once. Requests wait for them; {@link #state} tells when they are there. If loading
     * fails, requests fail with what {@link #open(CardsOptions)} would have thrown.
     *
     * @param listener called on the engine's thread
     */
    public static Cards openInBackground(CardsOptions options, LoadListener listener) {
        Cards cards = opened(options, listener);
        cards.worker.start();
        return cards;
    }

    /**
     * As {@link #openInBackground}, but loading begins with the first call that needs the models.
     *
     * @param listener called on the engine's thread
     */
    public static Cards openLazily(CardsOptions options, LoadListener listener) {
        return opened(options, listener);
    }

    /**
     * An engine over models of your own, with default options. From now on they belong to the engine: only its thread calls
     * them, and {@link #close} closes them.
     *
     * @param rewardModel null for plain decoding only
     */
    public static Cards of(LanguageModel languageModel, @Nullable RewardModel rewardModel, ChatTemplate template) {
        CardsOptions.Builder options = CardsOptions.builder().llm(languageModel.name());
        return of(languageModel, rewardModel, template, options.build());
    }

    /**
     * As {@link #of(LanguageModel, RewardModel, ChatTemplate)}.
     *
     * @param options of them {@code queueCapacity}, {@code calibration}, {@code defaults} and {@code profiles} count, the others say how
     *     models are loaded from folders; in the calibration the pair is told by the models' names
     */
    public static Cards of(
            LanguageModel languageModel,
            @Nullable RewardModel rewardModel,
            ChatTemplate template,
            CardsOptions options) {
        String rewardKey = rewardModel == null ? null : rewardModel.name();
        return new Cards(
                        options,
                        languageModel.name(),
                        stop -> new Models(
                                languageModel,
                                languageModel.name(),
                                rewardModel,
                                rewardKey,
                                new PromptEncoder(languageModel.name(), languageModel.tokenizer(), template),
                                "models of the application",
                                DecodingOptions.DEFAULT_MAX_LANES,
                                OptionResolver.of(
                                        options.calibration(), null, languageModel.name(), rewardKey, rewardModel),
                                List.of()))
                .loaded();
    }

    /**
     * Answers, and waits for the answer.
     *
     * @throws CancellationException if the waiting thread is interrupted: the answer stops within one step, and the thread
     *     stays marked as interrupted
     * @throws IllegalArgumentException as {@link #start} does
     * @throws QueueFullException as {@link #start} does
     * @throws IllegalStateException if the engine is closed, before or meanwhile
     */
    public CardsResponse generate(CardsRequest request) {
        return generate(request, DecodingListener.NONE);
    }

    /**
     * As {@link #generate(CardsRequest)}, showing the answer as it grows.
     *
     * @param listener called on the engine's thread: return quickly, and wait for nothing there
     */
    public CardsResponse generate(CardsRequest request, DecodingListener listener) {
        worker.refuseOwnThread("generate");
        return await(start(request, listener).future(), "the answer");
    }

    /**
     * Begins an answer and does not wait for it. Once the models are loaded, the calling thread prepares the request, so that the
     * device does not wait: the prompt's tokens, which takes milliseconds, and a grammar where the request has one, or tools. The
     * engine's first grammar takes longer: 0.35 s and 1.4 s were measured for vocabularies of 49,152 and 262,144 tokens.
     *
     * <p>While the models are being loaded this returns at once, and the request has its place in the queue; what is wrong with it,
     * or with the models, then comes through the future. One that is cancelled there, or whose deadline passes, ends empty: with no
     * prompt tokens, and as options those that are known without models, of method {@code plain}.
     *
     * @param listener called on the engine's thread: return quickly, and wait for nothing there
     * @throws IllegalArgumentException if the options do not fit, the request itself sets some that would have no effect, the
     *     prompt is longer than the context, no text of the grammar fits into what is left, there are tools that the model cannot
     *     be told of, or there is no such profile
     * @throws QueueFullException if as many requests wait or run as {@code queueCapacity} allows
     * @throws IllegalStateException if the engine is closed
     */
    public Generation start(CardsRequest request, DecodingListener listener) {
        Observed observed = new Observed(observers, request, listener);
        try {
            // a profile may change before the models are there
            GenerationOptions profile = policies.of(request.profile());
            GenerationOptions defaults = policies.defaults();
            List<GenerationOptions> places = List.of(defaults, request.defaults(), profile, request.options());
            GenerationOptions together =
                    places.stream().reduce(GenerationOptions.none(), GenerationOptions::overrideWith);
            Answer answer = new Answer(
                    () -> plan(request, places, observed),
                    () -> withoutModels(together, request),
                    together.deadline(),
                    worker::withdraw,
                    observed);
            boolean loaded = worker.loaded();
            if (loaded) {
                // on the caller's thread, so that the device does not wait for it
                var unused = answer.plan();
            }
            worker.submit(answer);
            if (!loaded) {
                answer.watchDeadline();
            }
            return answer;
        } catch (RuntimeException | Error e) {
            observed.end(null, e);
            throw e;
        }
    }

    /** Of an answer that ended before it was planned. */
    private static DecodingOptions withoutModels(GenerationOptions options, CardsRequest request) {
        GenerationOptions plain = WholeTexts.kept(options, request.options())
                .overrideWith(GenerationOptions.builder().method(Method.PLAIN).build());
        return new OptionResolver(false, null, "").resolve(plain, DecodingOptions.DEFAULT_MAX_LANES);
    }

    private Answer.Plan plan(CardsRequest request, List<GenerationOptions> places, Observed observed) {
        Models models = models();
        refuseClosed();
        AnswerTools tools = AnswerTools.of(request, models.prompts().tools());
        OptionResolver resolver = resolver();
        GenerationOptions merged = WholeTexts.kept(tools.limit(resolver.merge(places)), request.options());
        DecodingOptions resolved = resolver.resolve(merged, models.lanes());
        WithoutEffect.refuse(request.options(), merged, resolver.judged());
        int[] prompt = models.prompts().encode(request.messages(), tools.told());
        checkLength(prompt.length);
        if (resolved.grammar() != null) {
            int room = Math.min(resolved.maxNewTokens(), contextLength() - prompt.length);
            models.prompts().prepare(resolved.grammar(), models.endTokens(), room);
        }
        resolvedLog.log(resolved, merged.strength());
        CallListener calls = tools.listener(prompt, resolved.seed(), observed);
        return new Answer.Plan(models, prompt, JudgedConversation.of(request.messages()), resolved, calls);
    }

    private void checkLength(int tokens) {
        if (tokens == 0) {
            throw new IllegalArgumentException("the prompt is empty: it has no tokens");
        }
        if (tokens >= contextLength()) {
            throw new IllegalArgumentException(
                    "the prompt has " + tokens + " tokens, but " + modelName + " reads at most " + contextLength()
                            + ", and the answer needs room too: shorten the conversation");
        }
    }

    /**
     * The reward of an answer to a conversation, as the reward model sees it finished.
     *
     * @throws IllegalStateException if there is no reward model, or the engine is closed
     */
    public double score(List<Message> conversation, String answer) {
        return score(conversation, List.of(answer))[0];
    }

    /**
     * The rewards of several answers to one conversation, which is read once; several answers share a device pass.
     *
     * @return one number for each answer, in their order
     * @throws IllegalStateException if there is no reward model, or the engine is closed
     */
    public double[] score(List<Message> conversation, List<String> answers) {
        worker.refuseOwnThread("score");
        RewardModel reward = rewardModel("score");
        if (answers.isEmpty()) {
            return new double[0];
        }
        Scoring scoring = new Scoring(reward, JudgedConversation.of(List.copyOf(conversation)), List.copyOf(answers));
        worker.submit(scoring);
        return await(scoring.future(), "the reward");
    }

    /**
     * Length of a conversation's prompt in tokens, as the language model reads it; with the answer it must fit into
     * {@link #contextLength}. A conversation that the model's chat template refuses is counted as it will be read, in
     * {@linkplain io.github.cards4j.template.NormalForm normal form}.
     *
     * @throws IllegalArgumentException if the template refuses that, too
     * @throws IllegalStateException if the engine is closed
     */
    public int countTokens(List<Message> conversation) {
        return countTokens(conversation, List.of());
    }

    /**
     * As {@link #countTokens(List)}, of a prompt that tells the model of tools.
     *
     * @throws IllegalArgumentException if the model's chat template refuses the conversation in normal form too, or takes no tools
     * @throws IllegalStateException if the engine is closed
     */
    public int countTokens(List<Message> conversation, List<ToolSpec> tools) {
        return models().prompts().encode(conversation, tools).length;
    }

    /**
     * Length of a plain text in the language model's tokens.
     *
     * @throws IllegalStateException if the engine is closed
     */
    public int countTokens(String text) {
        return models().prompts().encode(text).length;
    }

    /** The most tokens that a prompt and its answer may have together. */
    public int contextLength() {
        return models().contextLength();
    }

    /**
     * Draws a plain answer to each prompt and measures what strength means for this pair of models: rewards, lengths and
     * entropies. Takes effect for the requests that follow; {@link CalibrationFile} keeps it.
     *
     * @param prompts at least 8, of the kind that will be asked
     * @throws IllegalStateException if there is no reward model, or the engine is closed
     */
    public Calibration calibrate(List<String> prompts) {
        worker.refuseOwnThread("calibrate");
        RewardModel reward = rewardModel("calibrate");
        Models models = models();
        Calibration calibration = new Calibrating(
                        this, models.llmKey(), Objects.requireNonNull(models.rewardKey()), reward.convention())
                .run(prompts);
        useCalibration(calibration);
        return calibration;
    }

    /**
     * Takes effect for the requests that follow.
     *
     * @throws IllegalArgumentException if it is another pair's
     */
    public void useCalibration(Calibration calibration) {
        RewardModel reward = rewardModel("useCalibration");
        Models models = models();
        String difference = CalibrationFile.difference(
                calibration, models.llmKey(), Objects.requireNonNull(models.rewardKey()), reward.convention());
        if (!difference.isEmpty()) {
            throw new IllegalArgumentException("this calibration is another pair's: its " + difference);
        }
        recalibrated = resolver().with(calibration);
    }

    /** The calibration in effect; null if there is none. */
    public @Nullable Calibration calibration() {
        return resolver().calibration();
    }

    private OptionResolver resolver() {
        OptionResolver later = recalibrated;
        return later != null ? later : models().resolver();
    }

    /** Options of every answer, unless a profile or a request overrides them. */
    public GenerationOptions defaults() {
        return policies.defaults();
    }

    /**
     * Changes the options of every answer that is asked for from now on.
     *
     * @throws IllegalArgumentException if no answer could be given with them, or none any more with a profile over them; says why, and
     *     nothing changes
     */
    public void useDefaults(GenerationOptions defaults) {
        check(defaults);
        policies.refuseBroken(defaults, (far, near) -> check(resolver().merge(far, near)));
        policies.use(defaults);
    }

    /** Named options that requests may choose among; they override the defaults. */
    public Map<String, GenerationOptions> profiles() {
        return policies.profiles();
    }

    /**
     * Adds a profile, or changes it for the answers that are asked for from now on.
     *
     * @param profile null to remove it
     * @throws IllegalArgumentException if the name is blank, or no answer could be given with these options; nothing changes
     */
    public void useProfile(String name, @Nullable GenerationOptions profile) {
        if (profile != null) {
            check(resolver().merge(policies.defaults(), profile));
        }
        policies.use(name, profile);
    }

    /**
     * Options over others, by the rule that a request's follow over its profile's, and those over the engine's: what {@code near} leaves
     * unset is {@code far}'s; for a calibrated pair, a strength in {@code near} stands for a target reward in {@code far}.
     *
     * @throws IllegalArgumentException if {@code near} asks for aligned answers where the two together mean plain ones, or sets a
     *     strength above 0 and the pair has no calibration
     */
    public GenerationOptions merge(GenerationOptions far, GenerationOptions near) {
        return resolver().merge(far, near);
    }

    /**
     * Every option as a request that sets none itself would have it now; its seed is drawn anew.
     *
     * @param profile whose options count before the defaults; null for none
     * @throws IllegalArgumentException if there is no such profile, or no answer could be given
     */
    public DecodingOptions resolved(@Nullable String profile) {
        OptionResolver resolver = resolver();
        return resolver.resolve(resolver.merge(policies.defaults(), policies.of(profile)), models().lanes());
    }

    private void check(GenerationOptions options) {
        var unused = resolver().resolve(options, models().lanes());
    }

    /** From now on this observer sees every request. */
    public void observe(CardsObserver observer) {
        observers.add(observer);
    }

    /** How far this engine is. Never waits. */
    public EngineState state() {
        return worker.state();
    }

    /** Why the models could not be loaded; null unless the state is {@code FAILED}. Never waits. */
    public @Nullable Throwable failure() {
        return worker.failure();
    }

    /** How busy this engine is. Never waits. */
    public EngineLoad load() {
        return worker.load();
    }

    /**
     * Takes no new requests from now on, and waits for those in flight; {@link #close} then ends the others.
     *
     * @return whether all have ended; false too if the waiting thread is interrupted, which it stays
     */
    public boolean drain(Duration atMost) {
        worker.refuseOwnThread("drain");
        try {
            return worker.drain(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public CardsOptions options() {
        return options;
    }

    /** Name of the language model: {@code owner/name} for one of a hub, else its folder's. Never waits. */
    public String modelName() {
        return modelName;
    }

    /** Name of the reward model; null if there is none. */
    public @Nullable String rewardName() {
        RewardModel reward = models().reward();
        return reward == null ? null : reward.name();
    }

    /** The form in which the language model calls tools, by its own chat template; null if it takes no tools. */
    public @Nullable String toolForm() {
        return models().prompts().tools().form();
    }

    /**
     * Whether the language model's chat template opens a thought, as DeepSeek-R1's does: then an answer begins within it, and what is
     * said comes behind {@code </think>}. Other reasoning models open it themselves, with {@code <think>}.
     */
    public boolean opensThought() {
        return models().prompts().opensThought();
    }

    /** Device and library in use, for a person: {@code cpu, PyTorch 2.7.1, float32, packed, 2 threads}. */
    public String description() {
        return models().description();
    }

    /** Ends answers in flight with an error, loading too, and frees the models. Closing twice is harmless. */
    @Override
    public void close() {
        worker.close();
    }

    private RewardModel rewardModel(String what) {
        RewardModel reward = models().reward();
        refuseClosed();
        if (reward == null) {
            throw new IllegalStateException(what + " needs a reward model: set reward");
        }
        return reward;
    }

    private Models models() {
        return worker.models();
    }

    private void refuseClosed() {
        if (worker.closed()) {
            throw Worker.closedException();
        }
    }

    static <T> T await(CompletableFuture<T> future, String what) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for " + what + ": it was cancelled");
        } catch (ExecutionException e) {
            throw Failures.unchecked(e);
        }
    }
}
