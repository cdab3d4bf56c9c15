package io.github.cards4j;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Djl;
import io.github.cards4j.checkpoint.HubSettings;
import io.github.cards4j.checkpoint.ModelLocation;
import io.github.cards4j.decoding.DecodingOptions;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.template.ChatFormats;
import io.github.cards4j.torch.TorchDevice;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings models from their folders onto the device; runs on the worker's thread. */
record Loading(CardsOptions options, LoadListener listener, LoadStop stop) {

    private static final Logger LOG = LoggerFactory.getLogger(Cards.class);

    /** Lanes that requests share: on a CPU, 17 rows cost a third more than 16. */
    private static final int CPU_LANES = DecodingOptions.DEFAULT_MAX_LANES;

    private static final int GPU_LANES = 64;

    Models load() {
        // Before anything else: what comes from DJL reads these settings when its classes load.
        Djl.prepare(options.nativeDownload());
        refuseUnknown(options.chatFormat());
        refuseUnknown(options.rewardChatFormat());
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            HubSettings hub = HubSettings.fromEnvironment().offline(options.offline());
            Path llmFolder = folder(options.llm(), hub);
            ChatTemplate template =
                    ChatTemplates.of("chatFormat", options.chatFormat(), llmFolder, options.chatVariables());
            // what can be seen from outside is refused before anything is loaded
            Map<String, Path> folders = new LinkedHashMap<>();
            for (String location : RewardLoading.locations(options.reward())) {
                Path folder = folder(location, hub);
                rewardTemplate(folder);
                folders.put(location, folder);
            }
            TorchDevice device = TorchDevice.open(
                    options.device(), options.dtype(), options.threads(), options.nativeDownload(), promptCacheBytes());
            opened.push(device);
            if (options.stopAtExit()) {
                device.stopAtExit();
            }
            requireMemory(device, llmFolder, folders.values());
            LanguageModel llm = device.languageModel(llmFolder, this::progress);
            opened.push(llm);
            Checkpoint llmCheckpoint = Checkpoint.open(llmFolder);
            String llmKey = llmCheckpoint.contentKey();
            RewardLoading.Loaded judged = null;
            if (options.reward() != null) {
                judged = new RewardLoading(
                                options,
                                device,
                                llm,
                                template,
                                llmKey,
                                location -> Objects.requireNonNull(folders.get(location), location),
                                this::rewardTemplate,
                                this::progress)
                        .load(options.reward());
                opened.push(judged.model());
            }
            RewardModel reward = judged == null ? null : judged.model();
            String rewardKey = judged == null ? null : judged.key();
            Path rewardFolder = judged == null ? null : judged.folder();
            progress("ready", 1);
            LOG.info(
                    "language model {} (chat template {}), reward {} ({}), on {}",
                    llmFolder,
                    template.name(),
                    options.reward(),
                    reward == null ? "none" : reward.convention(),
                    device.description());
            return new Models(
                    llm,
                    llmKey,
                    reward,
                    rewardKey,
                    new PromptEncoder(llmCheckpoint.name(), llm.tokenizer(), template),
                    device.description(),
                    device.cpu() ? CPU_LANES : GPU_LANES,
                    OptionResolver.of(options.calibration(), rewardFolder, llmKey, rewardKey, reward),
                    List.of(device));
        } catch (RuntimeException | Error e) {
            opened.forEach(Models::close);
            throw e;
        }
    }

    private Path folder(String location, HubSettings hub) {
        return stop.fetching(() -> ModelLocation.resolve(location, hub, this::progress));
    }

    /** Between two steps of long work loading may end. */
    private void progress(String what, double fraction) {
        stop.check();
        listener.onProgress(what, fraction);
    }

    private ChatTemplate rewardTemplate(Path folder) {
        return ChatTemplates.of("rewardChatFormat", options.rewardChatFormat(), folder, Map.of());
    }

    private long promptCacheBytes() {
        return options.promptCacheMegabytes() * 1_000_000L;
    }

    private void requireMemory(TorchDevice device, Path llm, Collection<Path> rewards) {
        if (!device.cpu()) {
            return;
        }
        Map<String, Long> needed = new LinkedHashMap<>();
        needed.put("language model " + Checkpoint.open(llm).name(), device.weightBytes(llm));
        for (Path reward : rewards) {
            needed.put("reward model " + Checkpoint.open(reward).name(), device.weightBytes(reward));
        }
        if (promptCacheBytes() > 0) {
            needed.put("promptCacheMegabytes", promptCacheBytes());
        }
        MemoryCheck.require(needed, MemoryCheck.physical(), device.description());
    }

    /** Before anything is fetched. */
    private static void refuseUnknown(String format) {
        if (!format.equals(CardsOptions.DEFAULT_CHAT_FORMAT)) {
            ChatFormats.of(format);
        }
    }
}
