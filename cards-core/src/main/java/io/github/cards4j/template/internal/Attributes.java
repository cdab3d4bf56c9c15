package io.github.cards4j.template.internal;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What {@code attribute='a.b'} reads from each value. */
final class Attributes {

    private Attributes() {}

    /** The value at this path; the value itself for {@code none}. */
    static Value read(Value of, Value attribute) {
        return attribute == None.NONE ? of : Members.path(of, path(attribute));
    }

    private static List<Value> path(Value attribute) {
        if (!(attribute instanceof Text text)) {
            return List.of(attribute);
        }
        List<Value> path = new ArrayList<>();
        for (Value part : Strings.split(text, ".", -1, false)) {
            String name = ((Text) part).string();
            boolean index =
                    !name.isEmpty() && name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
            path.add(index ? new Num.Int(new BigInteger(name)) : part);
        }
        return path;
    }

    /** The same, and where it is not there, this. */
    static Value readOr(Value of, Value attribute, Value otherwise) {
        Value value = of;
        for (Value name : path(attribute)) {
            value = Members.element(value, name);
            if (otherwise != None.NONE && value instanceof Undefined) {
                value = otherwise;
            }
        }
        return value;
    }

    /** Strings in lower case, unless case counts: for sorting and comparing. */
    static Value key(Value value, boolean caseSensitive) {
        return !caseSensitive && value instanceof Text text ? Casing.lower(text) : value;
    }
}
