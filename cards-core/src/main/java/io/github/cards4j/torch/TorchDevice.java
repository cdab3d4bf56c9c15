package io.github.cards4j.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.ModelConfig.Kind;
import io.github.cards4j.checkpoint.Progress;
import io.github.cards4j.checkpoint.Tokenizers;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.model.Tokenizer;
import io.github.cards4j.torch.internal.DtypeNumber;
import io.github.cards4j.torch.internal.KeyValueCache;
import io.github.cards4j.torch.internal.Natives;
import io.github.cards4j.torch.internal.Packing;
import io.github.cards4j.torch.internal.Products;
import io.github.cards4j.torch.internal.Program;
import io.github.cards4j.torch.internal.PromptCache;
import io.github.cards4j.torch.internal.TorchLanguageModel;
import io.github.cards4j.torch.internal.TorchRewardModel;
import io.github.cards4j.torch.internal.TorchSettings;
import io.github.cards4j.torch.internal.Transformer;
import io.github.cards4j.torch.internal.WeightBytes;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CPU or GPU with PyTorch's library on it. Not thread-safe: opened, used and closed on one thread, with everything that
 * comes from it.
 */
public final class TorchDevice implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TorchDevice.class);

    private final NDManager manager;
    private final Program program;
    private final TorchSettings settings;
    private final PromptCache<KeyValueCache> prompts;
    private final String description;

    private TorchDevice(
            NDManager manager,
            Program program,
            TorchSettings settings,
            PromptCache<KeyValueCache> prompts,
            String description) {
        this.manager = manager;
        this.program = program;
        this.settings = settings;
        this.prompts = prompts;
        this.description = description;
    }

    /**
     * As {@link #open(String, String, int, boolean, long)}; every text is read anew.
     */
    public static TorchDevice open(String device, String dtype, int threads, boolean nativeDownload) {
        return open(device, dtype, threads, nativeDownload, 0);
    }

    /**
     * Loads the native library and the device program.
     *
     * @param device {@code auto}, {@code cpu} or {@code cuda:N}
     * @param dtype {@code auto}, {@code float32}, {@code bfloat16} or {@code float16}
     * @param threads CPU threads of tensor work; 0 for as many as there are processors
     * @param nativeDownload whether the native library may be downloaded
     * @param promptCacheBytes device memory for what was read of texts that are over, of all models together: a later text
     *     that begins as they do is not read anew so far; 0 for none
     * @throws ModelException if there is no native library for this system (the message names the dependency), or no such
     *     device
     * @throws IllegalArgumentException if an argument is none of the above
     */
    public static TorchDevice open(
            String device, String dtype, int threads, boolean nativeDownload, long promptCacheBytes) {
        String wanted = Natives.checkedDevice(device);
        checkedDtype(dtype);
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be 0 (automatic) or more, but is " + threads);
        }
        Engine engine = Natives.load(nativeDownload);
        String name = Natives.device(engine, wanted);
        // inputs are made on the CPU; the program moves them
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        try {
            Natives.settle(threads);
            Program program = Program.load((PtNDManager) manager);
            TorchSettings settings = settings(program, name, dtype);
            String description = name + ", PyTorch " + engine.getVersion() + ", " + name(settings.dtype())
                    + settings.products().words()
                    + (settings.cpu() ? ", " + JniUtils.getNumThreads() + " threads" : "");
            LOG.info("device: {}", description);
            if (settings.cpu()) {
                Natives.warnOfUnusedGpu(engine);
            }
            return new TorchDevice(manager, program, settings, new PromptCache<>(promptCacheBytes), description);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    private static void checkedDtype(String dtype) {
        switch (dtype.toLowerCase(Locale.ROOT)) {
            case "auto", "float32", "bfloat16", "float16" -> {}
            default ->
                throw new IllegalArgumentException(
                        "unknown dtype '" + dtype + "': use auto, float32, bfloat16 or float16");
        }
    }

    private static TorchSettings settings(Program program, String device, String dtype) {
        return switch (dtype.toLowerCase(Locale.ROOT)) {
            case "float32" -> settings(program, device, DtypeNumber.FLOAT32);
            case "bfloat16" -> settings(program, device, DtypeNumber.BFLOAT16);
            case "float16" -> settings(program, device, DtypeNumber.FLOAT16);
            default -> {
                TorchSettings half = settings(program, device, DtypeNumber.BFLOAT16);
                yield half.products() == Products.WIDENED ? settings(program, device, DtypeNumber.FLOAT32) : half;
            }
        };
    }

    private static TorchSettings settings(Program program, String device, long dtype) {
        boolean cpu = device.equals("cpu");
        return new TorchSettings(device, dtype, cpu ? Packing.products(program, dtype) : Products.PLAIN);
    }

    private static String name(long dtype) {
        return dtype == DtypeNumber.FLOAT32 ? "float32" : dtype == DtypeNumber.BFLOAT16 ? "bfloat16" : "float16";
    }

    /**
     * Loads a language model.
     *
     * @param folder in the Hugging Face layout
     * @throws ModelException naming the file and what is wrong with it
     */
    public LanguageModel languageModel(Path folder, Progress progress) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        require(checkpoint, Kind.CAUSAL_LM, "language model", "reward model");
        return withTokenizer(
                checkpoint,
                tokenizer -> new TorchLanguageModel(
                        checkpoint, tokenizer, Transformer.load(program, checkpoint, settings, progress), prompts));
    }

    /**
     * Loads a reward model with a {@code score} head of one output.
     *
     * @param folder in the Hugging Face layout
     * @param template how a conversation is written for it
     * @param closed whether an unfinished answer is shown as if it ended there
     * @throws ModelException naming the file and what is wrong with it
     */
    public RewardModel rewardModel(Path folder, ChatTemplate template, boolean closed, Progress progress) {
        return rewardModel(folder, null, template, closed, progress);
    }

    /**
     * Loads a reward model with a {@code score} head of one output or several.
     *
     * @param folder in the Hugging Face layout
     * @param label name of the output that is the reward, as it stands, before any softmax; null if there is but one
     * @param template how a conversation is written for it
     * @param closed whether an unfinished answer is shown as if it ended there
     * @throws ModelException naming the file and what is wrong with it; also if there are several outputs and no label
     */
    public RewardModel rewardModel(
            Path folder, @Nullable String label, ChatTemplate template, boolean closed, Progress progress) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        require(checkpoint, Kind.SEQUENCE_CLASSIFICATION, "reward model", "language model");
        int output = checkpoint.label(label);
        return withTokenizer(
                checkpoint,
                tokenizer -> TorchRewardModel.scored(
                        checkpoint,
                        tokenizer,
                        Transformer.load(program, checkpoint, output, settings, progress),
                        prompts,
                        template,
                        closed));
    }

    /**
     * Loads an instruct model as a judge: the reward is log p(yes) - log p(no) of its next token.
     *
     * @param folder of a language model in the Hugging Face layout
     * @param template how conversation, answer and question are written for it, up to where it answers yes or no
     * @throws ModelException naming the file and what is wrong with it
     */
    public RewardModel judge(Path folder, ChatTemplate template, Progress progress) {
        return TorchRewardModel.judge((TorchLanguageModel) languageModel(folder, progress), template, true);
    }

    /**
     * A language model of this device as a judge, its weights shared; close the judge first.
     *
     * @throws ModelException if its tokenizer cannot tell a yes from a no
     */
    public RewardModel judge(LanguageModel model, ChatTemplate template) {
        if (!(model instanceof TorchLanguageModel own)) {
            throw new IllegalArgumentException("only a language model of a TorchDevice can be its judge");
        }
        return TorchRewardModel.judge(own, template, false);
    }

    /** The tokenizer first: it fails sooner than weights. Closed if these cannot be loaded. */
    private static <M> M withTokenizer(Checkpoint checkpoint, Function<Tokenizer, M> load) {
        Tokenizer tokenizer = Tokenizers.open(checkpoint);
        try {
            return load.apply(tokenizer);
        } catch (RuntimeException | Error e) {
            TorchLanguageModel.closeTokenizer(tokenizer);
            throw e;
        }
    }

    private static void require(Checkpoint checkpoint, Kind kind, String wanted, String other) {
        if (checkpoint.config().kind() != kind) {
            throw new ModelException(checkpoint.folder() + " is a " + other + " ("
                    + checkpoint.config().architecture() + "), but a " + wanted + " is needed here: name one with "
                    + (kind == Kind.CAUSAL_LM
                            ? "the architecture ForCausalLM"
                            : "a score head (ForSequenceClassification), or let this one judge by a question"
                                    + " (Reward.Judge, cards.reward.question)"));
        }
    }

    /**
     * Memory that the weights of a model will take on this device, in bytes: each in the device's type, and on a CPU that
     * packs matrices a packed head beside an embedding that it shares. Reads the headers only.
     *
     * @throws ModelException naming the file and what is wrong with it
     */
    public long weightBytes(Path folder) {
        return WeightBytes.of(Checkpoint.open(folder), settings);
    }

    /** Device and library, for a person: {@code cpu, PyTorch 2.7.1, float32, packed, 2 threads}. */
    public String description() {
        return description;
    }

    /** Whether it is the CPU, where many rows cost more than few. */
    public boolean cpu() {
        return settings.cpu();
    }

    /**
     * From now on the JVM, when it exits, waits for the pass in hand, and no other begins: without this, an exit in the middle
     * of a pass that takes longer than a third of a second crashes the process. Whoever closes the device before the JVM exits
     * does not need it.
     */
    public void stopAtExit() {
        program.stopAtExit();
    }

    @Override
    public void close() {
        program.close();
        manager.close();
    }
}
