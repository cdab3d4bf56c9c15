package io.github.cards4j.samples.benchmark;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Options as they were written: {@code --name value}, and flags without a value. */
final class Values {

    private final Map<String, String> values = new LinkedHashMap<>();

    /** @throws UsageException if an option is unknown, given twice, or has no value */
    static Values read(String[] args, Set<String> names, Set<String> flags) {
        Values read = new Values();
        for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
            String name = rest.next();
            if (!names.contains(name) && !flags.contains(name)) {
                throw new UsageException("unknown option " + name + "; --help lists the options");
            }
            if (names.contains(name) && !rest.hasNext()) {
                throw new UsageException(name + " needs a value; --help lists the options");
            }
            if (read.values.put(name, names.contains(name) ? rest.next() : "") != null) {
                throw new UsageException(name + " is given twice");
            }
        }
        return read;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** @throws UsageException if the value is not what {@code wanted} says */
    <T> @Nullable T parsed(String name, String wanted, Function<String, T> read) {
        String text = values.get(name);
        if (text == null) {
            return null;
        }
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            String why = e instanceof NumberFormatException || e.getMessage() == null ? "" : ": " + e.getMessage();
            throw new UsageException(name + " needs " + wanted + ", but got '" + text + "'" + why);
        }
    }

    @Nullable
    Integer integer(String name, int least) {
        return parsed(name, "a whole number of " + least + " or more", text -> {
            int value = Integer.parseInt(text);
            if (value < least) {
                throw new NumberFormatException();
            }
            return value;
        });
    }

    @Nullable
    Double number(String name) {
        return parsed(name, "a number", text -> {
            double value = Double.parseDouble(text);
            if (!Double.isFinite(value)) {
                throw new NumberFormatException();
            }
            return value;
        });
    }
}
