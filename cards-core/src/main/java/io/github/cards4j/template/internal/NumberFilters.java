package io.github.cards4j.template.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Filters that make numbers. */
final class NumberFilters {

    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+(?:_\\d+)*");
    private static final Pattern FLOAT =
            Pattern.compile("[+-]?(?:(?:\\d+(?:_\\d+)*)?\\.?(?:\\d+(?:_\\d+)*)?)(?:[eE][+-]?\\d+(?:_\\d+)*)?");

    static final Map<String, Filter> ALL = Map.of(
            "int", (in, args, frame) -> toInt(in, args),
            "float", (in, args, frame) -> toFloat(in, args),
            "abs", (in, args, frame) -> abs(in, args),
            "round", (in, args, frame) -> round(in, args));

    private NumberFilters() {}

    private static Value toInt(Value in, Args args) {
        Args.Bound bound = args.bind("default", "base");
        Value otherwise = bound.or("default", Num.of(0));
        if (in instanceof Num.Whole whole) {
            return new Num.Int(whole.whole());
        }
        if (in instanceof Num.Real real) {
            if (Double.isInfinite(real.value())) {
                throw new Fault("cannot convert float infinity to integer");
            }
            return Double.isNaN(real.value()) ? otherwise : truncated(real.value());
        }
        if (in instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (!(in instanceof Text text)) {
            return otherwise;
        }
        BigInteger parsed = parse(text.string(), bound.integer("base", 10));
        if (parsed != null) {
            return new Num.Int(parsed);
        }
        Double real = real(text.string());
        return real == null || !Double.isFinite(real) ? otherwise : truncated(real);
    }

    private static Value truncated(double value) {
        return new Num.Int(new BigDecimal(value).toBigInteger());
    }

    private static @Nullable BigInteger parse(String text, int base) {
        String digits = stripped(text);
        if (base == 10) {
            return INTEGER.matcher(digits).matches() && digits.length() < 4300
                    ? new BigInteger(digits.replace("_", "").replaceFirst("^\\+", ""))
                    : null;
        }
        if (base != 2 && base != 8 && base != 16) {
            throw new Fault("int: base " + base + " is not supported");
        }
        boolean negative = digits.startsWith("-");
        String bare = (negative || digits.startsWith("+") ? digits.substring(1) : digits).toLowerCase(Locale.ROOT);
        String prefix = base == 16 ? "0x" : base == 8 ? "0o" : "0b";
        bare = bare.startsWith(prefix) ? bare.substring(2) : bare;
        boolean valid =
                !bare.isEmpty() && bare.length() < 4300 && bare.chars().allMatch(c -> Character.digit(c, base) >= 0);
        return valid ? new BigInteger(negative ? "-" + bare : bare, base) : null;
    }

    private static String stripped(String text) {
        int from = Spaces.after(text, 0);
        return text.substring(from, Spaces.before(text, from, text.length()));
    }

    private static @Nullable Double real(String text) {
        String number = stripped(text).toLowerCase(Locale.ROOT);
        String bare = number.startsWith("-") || number.startsWith("+") ? number.substring(1) : number;
        double sign = number.startsWith("-") ? -1 : 1;
        if (bare.equals("inf") || bare.equals("infinity")) {
            return sign * Double.POSITIVE_INFINITY;
        }
        if (bare.equals("nan")) {
            return Double.NaN;
        }
        boolean digits = !bare.isEmpty()
                && (Character.isDigit(bare.charAt(0))
                        || bare.length() > 1 && bare.charAt(0) == '.' && Character.isDigit(bare.charAt(1)));
        return digits && bare.length() < 4300 && FLOAT.matcher(number).matches()
                ? Double.valueOf(number.replace("_", ""))
                : null;
    }

    private static Value toFloat(Value in, Args args) {
        Value otherwise = args.bind("default").or("default", new Num.Real(0));
        if (in instanceof Num number) {
            if (Double.isInfinite(number.real()) && number instanceof Num.Whole) {
                throw new Fault("int too large to convert to float");
            }
            return new Num.Real(number.real());
        }
        if (in instanceof Undefined undefined) {
            throw undefined.fault();
        }
        Double parsed = in instanceof Text text ? real(text.string()) : null;
        return parsed == null ? otherwise : new Num.Real(parsed);
    }

    private static Value abs(Value in, Args args) {
        args.nothing();
        if (in instanceof Num.Real real) {
            return new Num.Real(Math.abs(real.value()));
        }
        if (in instanceof Num.Whole whole) {
            return new Num.Int(whole.whole().abs());
        }
        throw in instanceof Undefined undefined
                ? undefined.fault()
                : new Fault("bad operand type for abs(): '" + in.type() + "'");
    }

    private static Value round(Value in, Args args) {
        Args.Bound bound = args.bind("precision", "method");
        int precision = bound.integer("precision", 0);
        String method = bound.has("method") ? bound.text("method").string() : "common";
        if (!(in instanceof Num number)) {
            throw in instanceof Undefined undefined
                    ? undefined.fault()
                    : new Fault("type " + in.type() + " doesn't define __round__ method");
        }
        if (Math.abs(precision) > 1000) {
            throw new Fault("round: precision must lie in [-1000, 1000], but is " + precision);
        }
        return switch (method) {
            case "common" -> common(number, precision);
            case "ceil", "floor" -> directed(number, precision, method.equals("ceil"));
            default -> throw new Fault("method must be common, ceil or floor");
        };
    }

    private static Value common(Num number, int precision) {
        if (number instanceof Num.Whole whole) {
            BigDecimal rounded = new BigDecimal(whole.whole()).setScale(Math.min(0, precision), RoundingMode.HALF_EVEN);
            return new Num.Int(rounded.toBigInteger());
        }
        double value = number.real();
        if (!Double.isFinite(value)) {
            return number;
        }
        double rounded = new BigDecimal(value)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .doubleValue();
        return new Num.Real(Math.copySign(rounded, value));
    }

    private static Value directed(Num number, int precision, boolean up) {
        Value scale = Arithmetic.apply("**", Num.of(10), Num.of((long) precision));
        Num scaled = (Num) Arithmetic.apply("*", number, scale);
        if (scaled instanceof Num.Real real) {
            if (!Double.isFinite(real.value())) {
                throw new Fault("cannot round a number that is not finite");
            }
            double whole = up ? Math.ceil(real.value()) : Math.floor(real.value());
            scaled = new Num.Int(new BigDecimal(whole).toBigInteger());
        }
        return Arithmetic.apply("/", scaled, scale);
    }
}
