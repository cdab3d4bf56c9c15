package io.github.cards4j;

import io.github.cards4j.checkpoint.Checkpoint;
import io.github.cards4j.checkpoint.Progress;
import io.github.cards4j.decoding.Calibration;
import io.github.cards4j.model.ChatTemplate;
import io.github.cards4j.model.LanguageModel;
import io.github.cards4j.model.ModelException;
import io.github.cards4j.model.RewardModel;
import io.github.cards4j.reward.Reward;
import io.github.cards4j.reward.RewardModels;
import io.github.cards4j.reward.RewardModels.Weighted;
import io.github.cards4j.torch.TorchDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes what judges out of what the options name; runs on the worker's thread.
 *
 * @param llm which may also judge
 * @param llmTemplate how conversations are written for it
 * @param locate from a location to a folder
 * @param templateOf how conversations are written for the model in a folder
 */
record RewardLoading(
        CardsOptions options,
        TorchDevice device,
        LanguageModel llm,
        ChatTemplate llmTemplate,
        String llmKey,
        Function<String, Path> locate,
        Function<Path, ChatTemplate> templateOf,
        Progress progress) {

    /**
     * @param key tells it from others in a calibration
     * @param folder where its calibration may lie, if it has one
     */
    record Loaded(RewardModel model, String key, @Nullable Path folder) {}

    /** Of all models that a reward needs beside the language model. */
    static List<String> locations(@Nullable Reward reward) {
        if (reward instanceof Reward.Model model) {
            return List.of(model.location());
        }
        if (reward instanceof Reward.Judge judge && judge.location() != null) {
            return List.of(judge.location());
        }
        if (reward instanceof Reward.Sum sum) {
            return sum.parts().stream()
                    .flatMap(part -> locations(part.reward()).stream())
                    .toList();
        }
        return List.of();
    }

    Loaded load(Reward reward) {
        if (reward instanceof Reward.Model model) {
            return model(locate.apply(model.location()));
        }
        if (reward instanceof Reward.Judge judge) {
            return judge(judge);
        }
        if (reward instanceof Reward.Code code) {
            return new Loaded(RewardModels.of(code.name(), code.code()), "code " + code.name(), null);
        }
        if (reward instanceof Reward.Own own) {
            return new Loaded(own.model(), "own " + own.model().name(), null);
        }
        return sum((Reward.Sum) reward);
    }

    private Loaded model(Path folder) {
        RewardModel model = device.rewardModel(
                folder,
                options.rewardLabel(),
                templateOf.apply(folder),
                options.rewardConvention().equals("closed"),
                progress);
        return new Loaded(model, key(folder, options.rewardLabel()), folder);
    }

    private Loaded judge(Reward.Judge judge) {
        String location = judge.location();
        if (location == null) {
            RewardModel model = device.judge(llm, RewardModels.question(llmTemplate, judge.question()));
            return new Loaded(model, "judge " + llmKey, null);
        }
        Path folder = locate.apply(location);
        RewardModel model =
                device.judge(folder, RewardModels.question(templateOf.apply(folder), judge.question()), progress);
        return new Loaded(model, "judge " + Checkpoint.open(folder).contentKey(), null);
    }

    private Loaded sum(Reward.Sum sum) {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            List<Weighted> parts = new ArrayList<>();
            List<String> keys = new ArrayList<>();
            for (Reward.Part part : sum.parts()) {
                Loaded loaded = load(part.reward());
                opened.push(loaded.model());
                Calibration calibration = calibration(part, loaded);
                parts.add(new Weighted(loaded.model(), part.weight(), calibration.meanReward(), calibration.spread()));
                keys.add(loaded.key());
            }
            return new Loaded(RewardModels.sum(parts), String.join(" + ", keys), null);
        } catch (RuntimeException | Error e) {
            opened.forEach(Models::close);
            throw e;
        }
    }

    private Calibration calibration(Reward.Part part, Loaded loaded) {
        Path named = part.calibration();
        Path folder = loaded.folder();
        Path file = named != null ? named : folder == null ? null : folder.resolve(CalibrationFile.NAME);
        if (file == null || named == null && !Files.isRegularFile(file)) {
            throw new ModelException("the part " + part + " of the sum has no calibration, so its rewards cannot be"
                    + " brought to the scale of the others: calibrate it as the only reward, and name the file");
        }
        Calibration calibration = CalibrationFile.read(file);
        String difference = CalibrationFile.difference(
                calibration, llmKey, loaded.key(), loaded.model().convention());
        if (!difference.isEmpty()) {
            throw new ModelException(
                    "the calibration " + file + " is not that of the part " + part + " of the sum: its " + difference);
        }
        return calibration;
    }

    /** Outputs of one model have rewards of their own, and so calibrations. */
    private static String key(Path folder, @Nullable String label) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        String key = checkpoint.contentKey();
        return checkpoint.config().labels().size() == 1 ? key : key + "/" + label;
    }
}
