package io.github.cards4j.spring.internal.other;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.util.ClassUtils;

/**
 * The jar or folder that a class was found in.
 *
 * @param root of its files, as the beginning of their addresses
 * @param file of the class
 */
record Artifact(String root, URL file) {

    private static final String IMPORTS = "META-INF/spring/" + AutoConfiguration.class.getName() + ".imports";
    private static final Pattern COORDINATES = Pattern.compile("META-INF/maven/([^/]+)/([^/]+)/pom\\.properties");

    /** Null if the class has no file. */
    static @Nullable Artifact of(String className, @Nullable ClassLoader loader) {
        String name = className.replace('.', '/') + ".class";
        URL file = orDefault(loader).getResource(name);
        if (file == null || !file.toString().endsWith(name)) {
            return null;
        }
        String address = file.toString();
        return new Artifact(address.substring(0, address.length() - name.length()), file);
    }

    boolean hasAutoConfigurations(@Nullable ClassLoader loader) {
        try {
            return Collections.list(orDefault(loader).getResources(IMPORTS)).stream()
                    .anyMatch(url -> url.toString().equals(root + IMPORTS));
        } catch (IOException e) {
            return false;
        }
    }

    /** For a person: Maven coordinates if the jar has them, else its name; of a folder, its path. */
    String shown() {
        Matcher jar = Pattern.compile("([^/]+\\.jar)!?/*$").matcher(root);
        if (!jar.find()) {
            return root;
        }
        String coordinates = coordinates();
        return coordinates == null ? jar.group(1) : coordinates + " (" + jar.group(1) + ")";
    }

    private @Nullable String coordinates() {
        try {
            if (file.openConnection() instanceof JarURLConnection connection) {
                connection.setUseCaches(false); // not the shared instance: this one is closed below
                try (JarFile opened = connection.getJarFile()) {
                    List<String> found = opened.stream()
                            .map(ZipEntry::getName)
                            .map(COORDINATES::matcher)
                            .filter(Matcher::matches)
                            .map(match -> match.group(1) + ":" + match.group(2))
                            .toList();
                    // several: what is packed into one jar
                    return found.size() == 1 ? found.get(0) : null;
                }
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private static ClassLoader orDefault(@Nullable ClassLoader loader) {
        ClassLoader found = loader != null ? loader : ClassUtils.getDefaultClassLoader();
        return found != null ? found : ClassLoader.getSystemClassLoader();
    }
}
