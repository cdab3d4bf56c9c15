package io.github.cards4j.spring.internal.check;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** What can be seen of model folders before anything is loaded. */
final class ModelFolders {

    private static final String LLM = "cards.llm.location";
    private static final String REWARD = "cards.reward.location";
    private static final String WEIGHTS = "model.safetensors";

    /** What is never the name of a model on the hub, besides absolute paths. */
    private static final Pattern FOLDER = Pattern.compile("\\.{1,2}([/\\\\]|$)|file:");

    private ModelFolders() {}

    /** @param judge whether the reward is a question asked of an instruct model */
    static List<String> problems(@Nullable String llm, @Nullable String reward, boolean judge) {
        Predicate<Path> readable =
                path -> Files.isReadable(path) && (!Files.isDirectory(path) || Files.isExecutable(path));
        List<String> problems = new ArrayList<>();
        addTo(problems, unreadable(LLM, llm, readable));
        addTo(problems, unreadable(REWARD, reward, readable));
        addTo(problems, same(llm, reward, judge));
        return problems;
    }

    private static void addTo(List<String> problems, @Nullable String problem) {
        if (problem != null) {
            problems.add(problem);
        }
    }

    /**
     * Why this process cannot read a model folder; null if it can, or the location need not be one: {@code owner/name} that is no
     * folder is a model on the hub.
     */
    static @Nullable String unreadable(String property, @Nullable String location, Predicate<Path> readable) {
        Path path = path(location);
        if (path == null) {
            return null;
        }
        String user = "user '" + System.getProperty("user.name") + "'";
        if (Files.isRegularFile(path)) {
            return property + "=" + location + " is a file: name the folder that holds config.json, tokenizer.json and"
                    + " *.safetensors";
        }
        if (!Files.isDirectory(path)) {
            Path above = existing(path);
            if (above != null && !readable.test(above)) {
                return property + "=" + location + ": " + user + ", who runs this process, has no right to enter "
                        + above;
            }
            return path.isAbsolute() || FOLDER.matcher(location).lookingAt()
                    ? property + "=" + location + ": there is no folder " + path.toAbsolutePath()
                    : null;
        }
        if (!readable.test(path)) {
            return property + "=" + location + ": " + user + ", who runs this process, has no right to read the folder "
                    + path.toAbsolutePath();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().matches(".*\\.(json|jinja|safetensors)"))
                    .filter(file -> !readable.test(file))
                    .sorted()
                    .findFirst()
                    .map(file -> property + "=" + location + ": " + user
                            + ", who runs this process, has no right to read " + file.toAbsolutePath())
                    .orElse(null);
        } catch (IOException e) {
            return property + "=" + location + " cannot be read: " + e;
        }
    }

    private static @Nullable Path existing(Path path) {
        Path above = path.toAbsolutePath().getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above;
    }

    /** Null if they differ. */
    static @Nullable String same(@Nullable String llm, @Nullable String reward, boolean judge) {
        if (!StringUtils.hasText(llm) || !StringUtils.hasText(reward) || !sameModel(llm, reward)) {
            return null;
        }
        return LLM + " and " + REWARD + " name the same model (" + llm + ")"
                + (judge
                        ? ": leave " + REWARD + " unset, then the language model itself is asked cards.reward.question"
                        : ", which cannot both write answers and judge them: name a reward model, one with a score head,"
                                + " or let the language model judge by cards.reward.question instead of " + REWARD);
    }

    private static boolean sameModel(String llm, String reward) {
        Path one = path(llm);
        Path other = path(reward);
        if (one != null && other != null && Files.isDirectory(one) && Files.isDirectory(other)) {
            return sameFile(one, other) || sameFile(one.resolve(WEIGHTS), other.resolve(WEIGHTS));
        }
        return bare(llm).equals(bare(reward));
    }

    private static boolean sameFile(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private static String bare(String location) {
        return location.strip()
                .replaceFirst("^hub:", "")
                .replaceFirst("^classpath:/+", "classpath:")
                .replaceFirst("/+$", "");
    }

    /** Null for locations that are no path. */
    private static @Nullable Path path(@Nullable String location) {
        if (!StringUtils.hasText(location) || location.startsWith("classpath:") || location.startsWith("hub:")) {
            return null;
        }
        try {
            return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
        } catch (IllegalArgumentException e) {
            return null; // the core says what is wrong with it
        }
    }
}
