package io.github.cards4j.template.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's {@code "…%s…" % values}: {@code s r d i u f x X o c} and {@code %}. */
final class Percent {

    private static final Pattern FIELD =
            Pattern.compile("%(?:\\(([^)]*)\\))?([-+ #0]*)(\\*|\\d*)(?:\\.(\\d*))?[hlL]?(.?)", Pattern.DOTALL);

    private final Text format;
    private final Value values;
    private final List<Value> positional;
    private final TextBuilder out = new TextBuilder();
    private int next;
    private boolean named;

    private Percent(Text format, Value values) {
        this.format = format;
        this.values = values;
        positional =
                values instanceof Items items && items.kind() == Items.Kind.TUPLE ? items.values() : List.of(values);
    }

    static Text format(Text format, Value values) {
        return new Percent(format, values).run();
    }

    private Text run() {
        Matcher matcher = FIELD.matcher(format.string());
        int done = 0;
        while (matcher.find(done)) {
            out.append(format, done, matcher.start());
            field(matcher);
            done = matcher.end();
        }
        out.append(format, done, format.string().length());
        if (next < positional.size() && !named && !subscripted()) {
            throw new Fault("not all arguments converted during string formatting");
        }
        return out.text();
    }

    /** What has elements may be left over, as if it had been meant for names. */
    private boolean subscripted() {
        return values instanceof Dict
                || values instanceof Span
                || values instanceof Undefined
                || (values instanceof Items items && items.kind() == Items.Kind.LIST);
    }

    private void field(Matcher field) {
        String kind = field.group(5);
        if (kind.equals("%")) {
            out.append("%");
            return;
        }
        if (kind.isEmpty()) {
            throw new Fault("incomplete format");
        }
        if (field.group(3).equals("*")) {
            throw new Fault("'*' in a format is not supported");
        }
        Value value = value(field.group(1));
        int precision = field.group(4) == null ? -1 : field.group(4).isEmpty() ? 0 : number(field.group(4));
        Text text = converted(kind, value, precision, field.group(2));
        int width = field.group(3).isEmpty() ? 0 : number(field.group(3));
        boolean numeric = !kind.equals("s") && !kind.equals("r") && !kind.equals("c");
        padded(text, width, field.group(2), numeric);
    }

    private static int number(String digits) {
        return digits.length() > 5 ? 99_999 : Integer.parseInt(digits);
    }

    private Value value(@Nullable String name) {
        if (name != null) {
            named = true;
            if (!(values instanceof Dict dict)) {
                throw new Fault("format requires a mapping");
            }
            Value value = dict.get(Text.template(name));
            if (value == null) {
                throw new Fault("format: no key '" + name + "'");
            }
            return value;
        }
        if (next >= positional.size()) {
            throw new Fault("not enough arguments for format string");
        }
        return positional.get(next++);
    }

    private static Text converted(String kind, Value value, int precision, String flags) {
        switch (kind) {
            case "s", "r" -> {
                Text text = kind.equals("s") ? Repr.str(value) : Repr.repr(value);
                return precision >= 0 && precision < text.length() ? text.slice(0, precision) : text;
            }
            case "d", "i", "u" -> {
                return number(integer(kind, value).toString(), precision, flags);
            }
            case "x" -> {
                return number(integer(kind, value).toString(16), precision, flags);
            }
            case "X" -> {
                return number(integer(kind, value).toString(16).toUpperCase(Locale.ROOT), precision, flags);
            }
            case "o" -> {
                return number(integer(kind, value).toString(8), precision, flags);
            }
            case "f", "F" -> {
                return number(fixed(value, precision < 0 ? 6 : precision), -1, flags);
            }
            default -> throw new Fault("format %" + kind + " is not supported");
        }
    }

    private static BigInteger integer(String kind, Value value) {
        if (value instanceof Num.Whole whole) {
            return whole.whole();
        }
        if (value instanceof Num.Real real && Double.isFinite(real.value()) && "diu".contains(kind)) {
            return new BigDecimal(real.value()).toBigInteger();
        }
        throw new Fault("%" + kind + " format: a number is required, not " + value.type());
    }

    private static String fixed(Value value, int precision) {
        if (!(value instanceof Num number)) {
            throw new Fault("must be real number, not " + value.type());
        }
        double real = number.real();
        if (!Double.isFinite(real)) {
            return Floats.repr(real);
        }
        String digits = new BigDecimal(Math.abs(real))
                .setScale(Math.min(precision, 1100), RoundingMode.HALF_EVEN)
                .toPlainString();
        return real < 0 || 1 / real < 0 ? "-" + digits : digits;
    }

    private static Text number(String digits, int precision, String flags) {
        boolean negative = digits.startsWith("-");
        String bare = negative ? digits.substring(1) : digits;
        String zeros = "0".repeat(Math.max(0, Math.min(10_000, precision - bare.length())));
        String sign = negative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        return Text.template(sign + zeros + bare);
    }

    private void padded(Text text, int width, String flags, boolean numeric) {
        int missing = width - text.length();
        if (missing <= 0) {
            out.append(text);
        } else if (flags.contains("-")) {
            out.append(text).append(" ".repeat(missing));
        } else if (numeric && flags.contains("0")) {
            int sign = text.string().startsWith("-")
                            || text.string().startsWith("+")
                            || text.string().startsWith(" ")
                    ? 1
                    : 0;
            out.append(text, 0, sign)
                    .append("0".repeat(missing))
                    .append(text, sign, text.string().length());
        } else {
            out.append(" ".repeat(missing)).append(text);
        }
    }
}
