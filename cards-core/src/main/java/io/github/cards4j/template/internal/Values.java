package io.github.cards4j.template.internal;

import io.github.cards4j.model.Piece;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Java's values as a template's. */
final class Values {

    private Values() {}

    /** @throws IllegalArgumentException if it is of a kind that templates do not know, or nested too deep */
    static Value of(@Nullable Object value) {
        return of(value, 0);
    }

    private static Value of(@Nullable Object value, int depth) {
        if (depth > Value.MAX_DEPTH) {
            throw new IllegalArgumentException("a template variable is nested more than " + Value.MAX_DEPTH + " deep");
        }
        if (value == null) {
            return None.NONE;
        }
        if (value instanceof CharSequence text) {
            return Text.user(text.toString());
        }
        if (value instanceof Piece piece) {
            return piece.template() ? Text.template(piece.text()) : Text.user(piece.text());
        }
        if (value instanceof Boolean bool) {
            return Num.of(bool);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Value, Value> entries = new LinkedHashMap<>();
            map.forEach((key, element) -> entries.put(Dict.hashed(of(key, depth + 1)), of(element, depth + 1)));
            return Dict.of(entries);
        }
        if (value instanceof Iterable<?> iterable) {
            List<Value> items = new ArrayList<>();
            iterable.forEach(element -> items.add(of(element, depth + 1)));
            return Items.list(items);
        }
        throw new IllegalArgumentException(
                "a template variable may hold text, numbers, booleans, maps, lists and null, but" + " not a "
                        + value.getClass().getName());
    }

    private static Value number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            return new Num.Real(number.doubleValue());
        }
        if (number instanceof BigDecimal decimal) {
            return new Num.Real(decimal.doubleValue());
        }
        return number instanceof BigInteger whole ? new Num.Int(whole) : Num.of(number.longValue());
    }
}
