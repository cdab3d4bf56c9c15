package io.github.cards4j.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repository's pages for readers, and its sources. */
final class Pages {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");

    private Pages() {}

    static List<Path> all() {
        List<Path> pages = new ArrayList<>(files(ROOT, 1, ".md"));
        for (String folder : List.of("docs", "samples", "cards-core/src")) {
            pages.addAll(files(ROOT.resolve(folder), Integer.MAX_VALUE, ".md"));
        }
        return pages;
    }

    /** Main sources of the modules that are published. */
    static List<Path> sources() {
        return Stream.of("cards-core", "cards-langchain4j", "cards-spring-boot-starter")
                .flatMap(module ->
                        files(ROOT.resolve(module).resolve("src/main/java"), Integer.MAX_VALUE, ".java").stream())
                .toList();
    }

    static List<Path> files(Path folder, int depth, String ending) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !ROOT.relativize(file).toString().contains("target"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what stands in fences. */
    static String prose(Path page) {
        return FENCE.matcher(text(page)).replaceAll("");
    }

    /** What the pattern's first group finds in a text. */
    static List<String> found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        return matcher.results().map(result -> result.group(1)).toList();
    }
}
