package io.github.cards4j.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where models of a hub come from, and where they are kept: in the cache that Python's {@code huggingface_hub} uses too.
 *
 * @param endpoint address of the hub, without a slash at its end
 * @param cache folder of the cache
 * @param token names the user to the hub, and goes nowhere else; null for nobody
 * @param offline whether only the cache is looked at
 */
public record HubSettings(
        String endpoint, Path cache, @Nullable String token, boolean offline) {

    public static final String DEFAULT_ENDPOINT = "https://huggingface.co";

    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");

    public HubSettings {
        endpoint = endpoint.replaceAll("/+$", "");
        token = token == null || token.isBlank() ? null : token.strip();
    }

    /**
     * As the environment says: {@code HF_ENDPOINT}, {@code HF_HUB_CACHE}, {@code HF_HOME}, {@code XDG_CACHE_HOME},
     * {@code HF_TOKEN}, {@code HF_TOKEN_PATH}, {@code HF_HUB_OFFLINE}, with the meaning that they have for
     * {@code huggingface_hub}. A system property of the same name goes before a variable.
     */
    public static HubSettings fromEnvironment() {
        return of(
                name -> {
                    String property = System.getProperty(name);
                    return property != null ? property : System.getenv(name);
                },
                Path.of(System.getProperty("user.home", ".")));
    }

    /**
     * As {@link #fromEnvironment()}, of variables that are given.
     *
     * @param variables value of a variable, null if it is not set
     * @param home the user's home folder
     */
    public static HubSettings of(Variables variables, Path home) {
        Environment environment = new Environment(variables, home);
        Path caches = environment.path("XDG_CACHE_HOME", home.resolve(".cache"));
        Path hfHome = environment.path("HF_HOME", caches.resolve("huggingface"));
        Path cache = environment.path("HF_HUB_CACHE", environment.path("HUGGINGFACE_HUB_CACHE", hfHome.resolve("hub")));
        String endpoint = environment.text("HF_ENDPOINT");
        String token = environment.text("HF_TOKEN");
        if (token == null) {
            token = environment.text("HUGGING_FACE_HUB_TOKEN");
        }
        if (token == null) {
            token = content(environment.path("HF_TOKEN_PATH", hfHome.resolve("token")));
        }
        String offline = environment.text("HF_HUB_OFFLINE");
        return new HubSettings(
                endpoint == null ? DEFAULT_ENDPOINT : endpoint,
                cache,
                token,
                offline != null && TRUE.contains(offline.toUpperCase(Locale.ROOT)));
    }

    /** The same, offline too if {@code forbidden}. */
    public HubSettings offline(boolean forbidden) {
        return new HubSettings(endpoint, cache, token, offline || forbidden);
    }

    private static @Nullable String content(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            return null; // as if nobody had logged in: a model that needs the token will say so
        }
    }

    /** Without the token, which must not get into a log. */
    @Override
    public String toString() {
        return "HubSettings[endpoint=" + endpoint + ", cache=" + cache + ", token=" + (token == null ? "none" : "set")
                + ", offline=" + offline + "]";
    }

    /** Looks up variables. */
    @FunctionalInterface
    public interface Variables {
        /** @return null if it is not set */
        @Nullable
        String get(String name);
    }

    private record Environment(Variables variables, Path home) {

        @Nullable
        String text(String name) {
            String value = variables.get(name);
            return value == null || value.isBlank() ? null : value.strip();
        }

        /** A path, in which {@code ~}, {@code $NAME} and {@code ${NAME}} stand for what they stand for in Python. */
        Path path(String name, Path otherwise) {
            String value = text(name);
            if (value == null) {
                return otherwise;
            }
            String expanded = VARIABLE.matcher(value).replaceAll(match -> {
                String inner = variables.get(match.group(1) != null ? match.group(1) : match.group(2));
                return Matcher.quoteReplacement(inner != null ? inner : match.group());
            });
            if (expanded.equals("~")) {
                return home;
            }
            return expanded.startsWith("~/") || expanded.startsWith("~\\")
                    ? home.resolve(expanded.substring(2))
                    : Path.of(expanded);
        }
    }
}
