package io.github.cards4j.template.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Python's {@code + - * / // % **}. */
final class Arithmetic {

    private Arithmetic() {}

    static Value sign(boolean minus, Value value) {
        refuseUndefined(value, value);
        if (value instanceof Num.Real real) {
            return minus ? new Num.Real(-real.value()) : real;
        }
        if (value instanceof Num.Whole whole) {
            return new Num.Int(minus ? whole.whole().negate() : whole.whole());
        }
        throw new Fault("bad operand type for unary " + (minus ? "-" : "+") + ": '" + value.type() + "'");
    }

    static Value apply(String operator, Value a, Value b) {
        if (operator.equals("%") && a instanceof Text format) {
            return Percent.format(format, b);
        }
        refuseUndefined(a, b);
        if (a instanceof Num x && b instanceof Num y) {
            return x instanceof Num.Whole i && y instanceof Num.Whole j
                    ? whole(operator, i.whole(), j.whole())
                    : real(operator, x.real(), y.real());
        }
        if (operator.equals("+")) {
            if (a instanceof Text s && b instanceof Text t) {
                return new TextBuilder().append(s).append(t).text();
            }
            if (a instanceof Items x && b instanceof Items y && x.sequence() && x.kind() == y.kind()) {
                List<Value> joined = new ArrayList<>(x.values());
                joined.addAll(y.values());
                return Items.of(joined, x.kind());
            }
        }
        if (operator.equals("*") && a instanceof Num.Whole times) {
            return repeat(operator, a, b, times);
        }
        if (operator.equals("*") && b instanceof Num.Whole times) {
            return repeat(operator, b, a, times);
        }
        throw wrong(operator, a, b);
    }

    private static void refuseUndefined(Value a, Value b) {
        if (a instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.fault();
        }
    }

    private static Fault wrong(String operator, Value a, Value b) {
        return new Fault("unsupported operand type(s) for " + operator + ": '" + a.type() + "' and '" + b.type() + "'");
    }

    private static Value repeat(String operator, Value number, Value of, Num.Whole times) {
        long count = Math.max(0, Args.integer("a count", new Num.Int(times.whole())));
        Limits.weight(count * of.weight() - (of.weight() == 1 ? count : 0));
        if (of instanceof Text text) {
            TextBuilder repeated = new TextBuilder();
            for (long i = 0; i < count && !text.isEmpty(); i++) {
                repeated.append(text);
            }
            return repeated.text();
        }
        if (of instanceof Items items && items.sequence()) {
            List<Value> repeated = new ArrayList<>();
            for (long i = 0; i < count && !items.values().isEmpty(); i++) {
                repeated.addAll(items.values());
            }
            return Items.of(repeated, items.kind());
        }
        throw wrong(operator, number, of);
    }

    private static Value whole(String operator, BigInteger a, BigInteger b) {
        return switch (operator) {
            case "+" -> new Num.Int(a.add(b));
            case "-" -> new Num.Int(a.subtract(b));
            case "*" -> new Num.Int(a.multiply(b));
            case "/" -> new Num.Real(quotient(a, nonzero(b, "division by zero")));
            case "//" -> new Num.Int(floor(a, nonzero(b, "integer division or modulo by zero")));
            case "%" -> new Num.Int(a.subtract(b.multiply(floor(a, nonzero(b, "integer modulo by zero")))));
            case "**" -> power(a, b);
            default -> throw new IllegalStateException(operator);
        };
    }

    private static BigInteger nonzero(BigInteger value, String problem) {
        if (value.signum() == 0) {
            throw new Fault(problem);
        }
        return value;
    }

    private static BigInteger floor(BigInteger a, BigInteger b) {
        BigInteger[] divided = a.divideAndRemainder(b);
        return divided[1].signum() != 0 && divided[1].signum() != b.signum()
                ? divided[0].subtract(BigInteger.ONE)
                : divided[0];
    }

    private static double quotient(BigInteger a, BigInteger b) {
        if (a.signum() == 0 || (a.bitLength() <= 53 && b.bitLength() <= 53)) {
            return a.doubleValue() / b.doubleValue();
        }
        double quotient =
                new BigDecimal(a).divide(new BigDecimal(b), new MathContext(60)).doubleValue();
        if (Double.isInfinite(quotient)) {
            throw new Fault("integer division result too large for a float");
        }
        return quotient;
    }

    private static Value power(BigInteger a, BigInteger b) {
        if (b.signum() < 0) {
            return real("**", a.doubleValue(), b.doubleValue());
        }
        if (a.bitLength() <= 1 && a.signum() >= 0) {
            return new Num.Int(b.signum() == 0 ? BigInteger.ONE : a);
        }
        if (b.bitLength() > 31 || (a.bitLength() - 1) * b.longValue() > Num.Int.MAX_BITS) {
            if (a.equals(BigInteger.ONE.negate())) {
                return new Num.Int(b.testBit(0) ? a : BigInteger.ONE);
            }
            throw new Fault("an integer is too large: more than " + Num.Int.MAX_BITS + " bits");
        }
        return new Num.Int(a.pow(b.intValue()));
    }

    private static Value real(String operator, double a, double b) {
        double result =
                switch (operator) {
                    case "+" -> a + b;
                    case "-" -> a - b;
                    case "*" -> a * b;
                    case "/" -> a / nonzero(b, "float division by zero");
                    case "//" -> floor(a, nonzero(b, "float floor division by zero"));
                    case "%" -> modulo(a, nonzero(b, "float modulo"));
                    case "**" -> power(a, b);
                    default -> throw new IllegalStateException(operator);
                };
        return new Num.Real(result);
    }

    private static double nonzero(double value, String problem) {
        if (value == 0) {
            throw new Fault(problem);
        }
        return value;
    }

    /** As CPython computes it, so that {@code a == (a // b) * b + a % b} holds as nearly as it can. */
    private static double floor(double a, double b) {
        double mod = modulo(a, b);
        double div = (a - mod) / b;
        if (div == 0) {
            return Math.copySign(0.0, a / b);
        }
        double floor = Math.floor(div);
        return div - floor > 0.5 ? floor + 1 : floor;
    }

    private static double modulo(double a, double b) {
        double mod = a % b;
        if (mod == 0) {
            return Math.copySign(0.0, b);
        }
        return (b < 0) != (mod < 0) ? mod + b : mod;
    }

    private static double power(double a, double b) {
        if (a == 0 && b < 0) {
            throw new Fault("0.0 cannot be raised to a negative power");
        }
        if (a < 0 && Double.isFinite(a) && b != Math.rint(b)) {
            throw new Fault("complex numbers are not supported");
        }
        double result = a == 1 ? 1 : Math.pow(a, b);
        if (Double.isInfinite(result) && Double.isFinite(a) && Double.isFinite(b)) {
            throw new Fault("(34, 'Numerical result out of range')");
        }
        return result;
    }
}
