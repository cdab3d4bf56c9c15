package io.github.cards4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The options that answers have unless their requests say otherwise; may change while the engine runs. */
final class Policies {

    private volatile GenerationOptions defaults;

    /** Replaced, never changed; sorted, so that messages are. */
    private volatile TreeMap<String, GenerationOptions> profiles;

    Policies(GenerationOptions defaults, Map<String, GenerationOptions> profiles) {
        this.defaults = defaults;
        this.profiles = new TreeMap<>(profiles);
    }

    GenerationOptions defaults() {
        return defaults;
    }

    Map<String, GenerationOptions> profiles() {
        return Map.copyOf(profiles);
    }

    /**
     * The options of a profile.
     *
     * @param profile null for none
     * @throws IllegalArgumentException if there is none of that name; lists those there are
     */
    GenerationOptions of(@Nullable String profile) {
        if (profile == null) {
            return GenerationOptions.none();
        }
        Map<String, GenerationOptions> known = profiles;
        GenerationOptions options = known.get(profile);
        if (options == null) {
            throw new IllegalArgumentException("there is no profile '" + profile + "': "
                    + (known.isEmpty()
                            ? "the engine has none"
                            : "the engine has " + String.join(", ", known.keySet())));
        }
        return options;
    }

    /**
     * Profiles count over the defaults: new ones may contradict them.
     *
     * @param check throws what is wrong with the second options over the first
     * @throws IllegalArgumentException if a profile that can be used now could not be used with them; names all of these
     */
    void refuseBroken(GenerationOptions changed, BiConsumer<GenerationOptions, GenerationOptions> check) {
        List<String> broken = new ArrayList<>();
        GenerationOptions before = defaults;
        profiles.forEach((name, profile) -> {
            String problem = problem(changed, profile, check);
            if (problem != null && problem(before, profile, check) == null) {
                broken.add(name + " (" + problem + ")");
            }
        });
        if (!broken.isEmpty()) {
            throw new IllegalArgumentException("with these defaults no answer could be given any more with the "
                    + (broken.size() == 1 ? "profile " : "profiles ") + String.join(", ", broken)
                    + ": change " + (broken.size() == 1 ? "it" : "them") + " first");
        }
    }

    private static @Nullable String problem(
            GenerationOptions defaults,
            GenerationOptions profile,
            BiConsumer<GenerationOptions, GenerationOptions> check) {
        try {
            check.accept(defaults, profile);
            return null;
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    synchronized void use(GenerationOptions changed) {
        defaults = changed;
    }

    /** @param options null to remove the profile */
    synchronized void use(String name, @Nullable GenerationOptions options) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a profile has a blank name: give it one");
        }
        TreeMap<String, GenerationOptions> changed = new TreeMap<>(profiles);
        if (options == null) {
            changed.remove(name);
        } else {
            changed.put(name, options);
        }
        profiles = changed;
    }
}
