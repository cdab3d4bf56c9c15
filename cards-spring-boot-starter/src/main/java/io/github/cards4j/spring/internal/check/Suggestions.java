package io.github.cards4j.spring.internal.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a misspelt name may have meant. */
final class Suggestions {

    private static final int MOST = 3;

    private Suggestions() {}

    /** Names that say a word more or less, then those that are close as a whole, then those whose last part is. */
    static List<String> of(String name, Collection<String> known) {
        String last = last(name);
        String group = name.substring(0, name.length() - last.length());
        Set<String> close = new LinkedHashSet<>();
        known.stream()
                .filter(each -> each.equals(group + last(each)))
                .filter(each -> last(each).startsWith(last + "-") || last(each).endsWith("-" + last))
                .forEach(close::add);
        close.addAll(closest(name, known, Math.max(2, name.length() / 10)));
        if (last.length() > 3) {
            known.stream()
                    .filter(each -> distance(bare(last), bare(last(each))) <= (last.length() > 6 ? 2 : 1))
                    .sorted(Comparator.comparing(each -> distance(bare(last), bare(last(each)))))
                    .forEach(close::add);
        }
        return close.stream().limit(MOST).toList();
    }

    /** Names at most so many slips of the pen away, the closest first. */
    static List<String> closest(String name, Collection<String> known, int slips) {
        List<String> close = new ArrayList<>();
        for (String each : known) {
            if (distance(bare(name), bare(each)) <= slips) {
                close.add(each);
            }
        }
        close.sort(Comparator.comparing(each -> distance(bare(name), bare(each))));
        return close.stream().limit(MOST).toList();
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** What relaxed names have in common. */
    static String bare(String name) {
        return name.replaceAll("[-_.]", "").toLowerCase(Locale.ROOT);
    }

    /** Letters to insert, delete, replace, or swap with their neighbours. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
