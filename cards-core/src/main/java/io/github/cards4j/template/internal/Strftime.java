package io.github.cards4j.template.internal;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** {@code strftime_now}: the present, as C's {@code strftime} writes it in the plain English locale. */
final class Strftime {

    private static final Map<Character, String> PATTERNS = Map.ofEntries(
            Map.entry('a', "EEE"),
            Map.entry('A', "EEEE"),
            Map.entry('b', "MMM"),
            Map.entry('B', "MMMM"),
            Map.entry('d', "dd"),
            Map.entry('f', "SSSSSS"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('j', "DDD"),
            Map.entry('m', "MM"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('y', "yy"),
            Map.entry('Y', "yyyy"),
            Map.entry('D', "MM/dd/yy"),
            Map.entry('F', "yyyy-MM-dd"),
            Map.entry('T', "HH:mm:ss"),
            Map.entry('R', "HH:mm"),
            Map.entry('h', "MMM"));

    private Strftime() {}

    static Text format(Text format, Clock clock) {
        LocalDateTime now = LocalDateTime.now(clock);
        TextBuilder out = new TextBuilder();
        String string = format.string();
        for (int at = 0; at < string.length(); at++) {
            if (string.charAt(at) != '%' || at + 1 == string.length()) {
                out.append(format, at, at + 1);
                continue;
            }
            boolean bare = string.charAt(at + 1) == '-' && at + 2 < string.length();
            at += bare ? 2 : 1;
            String field = field(string.charAt(at), now);
            out.append(bare ? field.replaceFirst("^0+(?=.)", "") : field);
        }
        return out.text();
    }

    private static String field(char code, LocalDateTime now) {
        String pattern = PATTERNS.get(code);
        if (pattern != null) {
            return DateTimeFormatter.ofPattern(pattern, Locale.US).format(now);
        }
        return switch (code) {
            case '%' -> "%";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'p' -> now.getHour() < 12 ? "AM" : "PM";
            case 'w' -> Integer.toString(now.getDayOfWeek().getValue() % 7);
            case 'u' -> Integer.toString(now.getDayOfWeek().getValue());
            case 'e' -> String.format("%2d", now.getDayOfMonth());
            case 'Z', 'z' -> "";
            default -> throw new Fault("strftime_now: %" + code + " is not supported");
        };
    }
}
