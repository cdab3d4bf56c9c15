package io.github.cards4j.reward;

import io.github.cards4j.model.RewardModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What judges answers. One of the kinds below; its text form describes it for a person. */
public sealed interface Reward {

    /** A reward model with a scalar head. */
    static Reward model(String location) {
        return new Model(location);
    }

    /** The language model that answers also judges: one set of weights serves both. */
    static Reward judge(String question) {
        return new Judge(question, null);
    }

    /** An instruct model of its own judges. */
    static Reward judge(String question, String location) {
        return new Judge(question, location);
    }

    /**
     * Code of the application's own.
     *
     * @param name tells it from others in a calibration: change it when the code changes what it thinks
     */
    static Reward code(String name, TextReward code) {
        return new Code(name, code);
    }

    /**
     * A reward model of the application's own. The engine that it is given to owns it: only its thread calls it, and its end
     * closes it. Its name tells it from others in a calibration.
     */
    static Reward of(RewardModel model) {
        return new Own(model);
    }

    /** A weighted sum; each part is normalised first, so that weights mean the same for all. */
    static Reward sum(Part... parts) {
        return new Sum(List.of(parts));
    }

    /** @param location as of a language model */
    record Model(String location) implements Reward {
        public Model {
            requireText("location of the reward model", location);
        }

        @Override
        public String toString() {
            return location;
        }
    }

    /**
     * An instruct model is asked a question about the answer so far; the reward is the log-odds of its yes against its no,
     * log p(yes) - log p(no).
     *
     * @param question of which yes means good: {@code Is this answer polite, and free of medical advice?}
     * @param location of the instruct model; null for the language model that answers
     */
    record Judge(String question, @Nullable String location) implements Reward {
        public Judge {
            requireText("question of the judge", question);
        }

        @Override
        public String toString() {
            return "\"" + question + "\" asked of " + (location == null ? "the language model itself" : location);
        }
    }

    /** @see #code */
    record Code(String name, TextReward code) implements Reward {
        public Code {
            requireText("name of the reward's code", name);
            Objects.requireNonNull(code, "code");
        }

        @Override
        public String toString() {
            return "code " + name;
        }
    }

    /** @see #of */
    record Own(RewardModel model) implements Reward {
        public Own {
            Objects.requireNonNull(model, "model");
        }

        @Override
        public String toString() {
            return "reward model " + model.name();
        }
    }

    /** @see #sum */
    record Sum(List<Part> parts) implements Reward {
        public Sum {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("a sum of rewards needs at least one part");
            }
            if (parts.stream().anyMatch(part -> part.reward() instanceof Sum)) {
                throw new IllegalArgumentException("a sum of rewards cannot be part of a sum: name its parts instead");
            }
        }

        @Override
        public String toString() {
            return parts.stream().map(Part::toString).collect(Collectors.joining(" + "));
        }
    }

    /**
     * A part of a sum: weight · (reward - mean) / spread, with the mean and the spread (standard deviation) that its
     * calibration found for plain answers.
     *
     * @param weight any finite number but 0; a negative one turns the reward round
     * @param calibration the part's calibration file, made with this part as the only reward; null for a model that has
     *     its {@code calibration.json} beside it
     */
    record Part(Reward reward, double weight, @Nullable Path calibration) {
        public Part {
            Objects.requireNonNull(reward, "reward");
            if (!Double.isFinite(weight) || weight == 0) {
                throw new IllegalArgumentException(
                        "the weight of a part must be a finite number other than 0, but is " + weight);
            }
        }

        public static Part of(Reward reward, double weight) {
            return new Part(reward, weight, null);
        }

        public static Part of(Reward reward, double weight, Path calibration) {
            return new Part(reward, weight, calibration);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s x (%s)", weight, reward);
        }
    }

    private static void requireText(String what, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the " + what + " must not be blank");
        }
    }
}
