package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Python's string methods do, with marks kept. */
final class Strings {

    private Strings() {}

    /** @param chars the characters to take away; null for white space */
    static Text strip(Text text, @Nullable Text chars, boolean left, boolean right) {
        String string = text.string();
        int from = 0;
        int to = string.length();
        while (left && from < to && strips(string.codePointAt(from), chars)) {
            from += Character.charCount(string.codePointAt(from));
        }
        while (right && to > from && strips(string.codePointBefore(to), chars)) {
            to -= Character.charCount(string.codePointBefore(to));
        }
        return text.part(from, to);
    }

    private static boolean strips(int c, @Nullable Text chars) {
        return chars == null ? Spaces.is(c) : chars.string().indexOf(c) >= 0;
    }

    static List<Value> split(Text text, String separator, int most, boolean fromRight) {
        List<Value> parts = new ArrayList<>();
        String string = text.string();
        int from = 0;
        int to = string.length();
        while (most < 0 || parts.size() < most) {
            int at = fromRight ? lastBefore(string, separator, to) : string.indexOf(separator, from);
            if (at < 0) {
                break;
            }
            if (fromRight) {
                parts.add(text.part(at + separator.length(), to));
                to = at;
            } else {
                parts.add(text.part(from, at));
                from = at + separator.length();
            }
        }
        parts.add(text.part(from, to));
        if (fromRight) {
            Collections.reverse(parts);
        }
        return parts;
    }

    private static int lastBefore(String string, String part, int to) {
        return to < part.length() ? -1 : string.lastIndexOf(part, to - part.length());
    }

    /** Divided at white space, with none at the ends. */
    static List<Value> words(Text text, int most, boolean fromRight) {
        List<Value> parts = new ArrayList<>();
        String string = text.string();
        int from = Spaces.after(string, 0);
        int to = Spaces.before(string, from, string.length());
        if (fromRight) {
            while (to > from) {
                int start = to;
                boolean rest = most >= 0 && parts.size() >= most;
                while (start > from && (rest || !Spaces.is(string.charAt(start - 1)))) {
                    start--;
                }
                parts.add(text.part(start, to));
                to = Spaces.before(string, from, start);
            }
            Collections.reverse(parts);
            return parts;
        }
        int end = string.length();
        while (from < end) {
            int stop = from;
            while (stop < end && !Spaces.is(string.charAt(stop))) {
                stop++;
            }
            if (most >= 0 && parts.size() >= most) {
                stop = end;
            }
            parts.add(text.part(from, stop));
            from = Spaces.after(string, stop);
        }
        return parts;
    }

    static List<Value> lines(Text text, boolean keepEnds) {
        List<Value> lines = new ArrayList<>();
        String string = text.string();
        int from = 0;
        while (from < string.length()) {
            int end = from;
            while (end < string.length() && !Spaces.lineEnd(string.charAt(end))) {
                end++;
            }
            int next = end;
            if (end < string.length()) {
                next = string.startsWith("\r\n", end) ? end + 2 : end + 1;
            }
            lines.add(text.part(from, keepEnds ? next : end));
            from = next;
        }
        return lines;
    }

    static Items partition(Text text, Text separator, boolean last) {
        if (separator.isEmpty()) {
            throw new Fault("empty separator");
        }
        String string = text.string();
        int at = last ? string.lastIndexOf(separator.string()) : string.indexOf(separator.string());
        if (at < 0) {
            return last ? Items.tuple(Text.EMPTY, Text.EMPTY, text) : Items.tuple(text, Text.EMPTY, Text.EMPTY);
        }
        int after = at + separator.string().length();
        return Items.tuple(text.part(0, at), separator, text.part(after, string.length()));
    }

    static Text replace(Text text, String old, Text by, int most) {
        String string = text.string();
        TextBuilder out = new TextBuilder();
        int done = 0;
        int at = string.indexOf(old);
        for (int i = 0; at >= 0 && (most < 0 || i < most); i++) {
            out.append(text, done, at).append(by);
            done = at + old.length();
            if (old.isEmpty()) {
                if (at >= string.length()) {
                    break;
                }
                at += Character.charCount(string.codePointAt(at));
            } else {
                at = string.indexOf(old, done);
            }
        }
        return out.append(text, done, string.length()).text();
    }

    /** The code points from {@code start} to {@code end}, as slices count them. */
    static int[] range(Text text, Args.Bound bound) {
        int length = text.length();
        Value start = bound.or("start", None.NONE);
        Value end = bound.or("end", None.NONE);
        long from = start == None.NONE ? 0 : Args.integer("start", start);
        long to = end == None.NONE ? length : Args.integer("end", end);
        from = from < 0 ? Math.max(0, from + length) : Math.min(from, length + 1L);
        to = to < 0 ? Math.max(0, to + length) : Math.min(to, length);
        return new int[] {(int) from, (int) to};
    }

    /** The place of a part in code points, or -1. */
    static int find(Text text, Args args, boolean last) {
        Args.Bound bound = args.bind("sub", "start", "end");
        String part = bound.text("sub").string();
        int[] range = range(text, bound);
        if (range[0] > range[1]) {
            return -1;
        }
        Text searched = text.slice(range[0], range[1]);
        int at = last ? searched.string().lastIndexOf(part) : searched.string().indexOf(part);
        return at < 0 ? -1 : range[0] + searched.codePoints(at);
    }

    static int count(Text text, Args args) {
        Args.Bound bound = args.bind("sub", "start", "end");
        String part = bound.text("sub").string();
        int[] range = range(text, bound);
        if (range[0] > range[1]) {
            return 0;
        }
        Text searched = text.slice(range[0], range[1]);
        if (part.isEmpty()) {
            return searched.length() + 1;
        }
        int count = 0;
        for (int at = searched.string().indexOf(part); at >= 0; count++) {
            at = searched.string().indexOf(part, at + part.length());
        }
        return count;
    }

    /** @param left how many parts of 1 of the padding stand on the left: 0 or 1 */
    static Text pad(Text text, Args args, int left) {
        Args.Bound bound = args.bind("width", "fillchar");
        int missing = Args.integer("width", bound.get("width")) - text.length();
        return padded(text, left * missing, (1 - left) * missing, fill(bound));
    }

    static Text center(Text text, Args args) {
        Args.Bound bound = args.bind("width", "fillchar");
        int width = Args.integer("width", bound.get("width"));
        int missing = Math.max(0, width - text.length());
        int left = missing / 2 + (missing & width & 1);
        return padded(text, left, missing - left, fill(bound));
    }

    private static Text fill(Args.Bound bound) {
        Text fill = bound.has("fillchar") ? bound.text("fillchar") : Text.template(" ");
        if (fill.length() != 1) {
            throw new Fault("The fill character must be exactly one character long");
        }
        return fill;
    }

    private static Text padded(Text text, int left, int right, Text fill) {
        if (Math.max(left, right) > TextBuilder.MAX_LENGTH) {
            throw new Fault("text grows beyond " + TextBuilder.MAX_LENGTH + " characters");
        }
        TextBuilder out = new TextBuilder();
        for (int i = 0; i < left; i++) {
            out.append(fill);
        }
        out.append(text);
        for (int i = 0; i < right; i++) {
            out.append(fill);
        }
        return out.text();
    }

    static Text zfill(Text text, Args args) {
        int missing = Args.integer("width", args.bind("width").get("width")) - text.length();
        int sign = text.string().startsWith("-") || text.string().startsWith("+") ? 1 : 0;
        if (missing > TextBuilder.MAX_LENGTH) {
            throw new Fault("text grows beyond " + TextBuilder.MAX_LENGTH + " characters");
        }
        TextBuilder out = new TextBuilder().append(text, 0, sign);
        for (int i = 0; i < missing; i++) {
            out.append("0");
        }
        return out.append(text, sign, text.string().length()).text();
    }
}
