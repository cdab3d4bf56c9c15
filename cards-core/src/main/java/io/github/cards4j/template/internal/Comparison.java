package io.github.cards4j.template.internal;

import java.util.Iterator;
import java.util.List;

/** Python's comparisons and {@code in}. */
final class Comparison {

    private Comparison() {}

    static boolean holds(String operator, Value a, Value b) {
        return switch (operator) {
            case "==" -> a.equals(b);
            case "!=" -> !a.equals(b);
            case "in" -> in(a, b);
            case "not in" -> !in(a, b);
            default -> ordered(operator, a, b);
        };
    }

    static boolean in(Value value, Value container) {
        if (container instanceof Text text) {
            if (value instanceof Text part) {
                return text.string().contains(part.string());
            }
            throw new Fault("'in <string>' requires string as left operand, not " + value.type());
        }
        if (container instanceof Dict dict) {
            return dict.get(Dict.hashed(value)) != null;
        }
        Iterator<Value> values = Iteration.orNull(container);
        if (values == null) {
            throw new Fault("argument of type '" + container.type() + "' is not iterable");
        }
        while (values.hasNext()) {
            Value next = values.next();
            if (next == value || next.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ordered(String operator, Value a, Value b) {
        if (a instanceof Num.Real x && Double.isNaN(x.value()) || b instanceof Num.Real y && Double.isNaN(y.value())) {
            if (a instanceof Num && b instanceof Num) {
                return false;
            }
        }
        int order = compare(operator, a, b);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> throw new IllegalStateException(operator);
        };
    }

    /** Python's order, for sorting. */
    static int compare(Value a, Value b) {
        return compare("<", a, b);
    }

    private static int compare(String operator, Value a, Value b) {
        if (a instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.fault();
        }
        if (a instanceof Num x && b instanceof Num y) {
            return Num.compare(x, y);
        }
        if (a instanceof Text x && b instanceof Text y) {
            return codePoints(x.string(), y.string());
        }
        if (a instanceof Items x && b instanceof Items y && x.sequence() && x.kind() == y.kind()) {
            return compare(operator, x.values(), y.values());
        }
        throw new Fault(
                "'" + operator + "' not supported between instances of '" + a.type() + "' and '" + b.type() + "'");
    }

    private static int compare(String operator, List<Value> a, List<Value> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            if (!a.get(i).equals(b.get(i))) {
                return compare(operator, a.get(i), b.get(i));
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** Java orders by UTF-16 units, Python by code points. */
    private static int codePoints(String a, String b) {
        int at = 0;
        while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
            at++;
        }
        if (at == a.length() || at == b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        boolean x = Character.isSurrogate(a.charAt(at));
        boolean y = Character.isSurrogate(b.charAt(at));
        return x == y ? Character.compare(a.charAt(at), b.charAt(at)) : x ? 1 : -1;
    }
}
