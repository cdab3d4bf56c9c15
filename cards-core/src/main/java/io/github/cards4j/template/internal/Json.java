package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code tojson}: Python's {@code json.dumps}, with the defaults that chat templates get. */
final class Json {

    private final boolean ascii;
    private final boolean sorted;
    private final @Nullable Text indent;
    private final Text comma;
    private final Text colon;
    private final TextBuilder out = new TextBuilder();

    private Json(Args.Bound options) {
        ascii = options.flag("ensure_ascii", false);
        sorted = options.flag("sort_keys", false);
        indent = indent(options.or("indent", None.NONE));
        Value separators = options.or("separators", None.NONE);
        if (separators == None.NONE) {
            comma = Text.template(indent == null ? ", " : ",");
            colon = Text.template(": ");
        } else {
            List<Value> two = Iteration.list(separators);
            if (two.size() != 2 || !(two.get(0) instanceof Text first) || !(two.get(1) instanceof Text second)) {
                throw new Fault("separators must be two strings");
            }
            comma = first;
            colon = second;
        }
    }

    private static @Nullable Text indent(Value value) {
        if (value == None.NONE) {
            return null;
        }
        return value instanceof Text text
                ? text
                : Text.template(" ".repeat(Math.max(0, Math.min(1000, Args.integer("indent", value)))));
    }

    static Text dumps(Value value, Args args) {
        Json json = new Json(args.bind("ensure_ascii", "indent", "separators", "sort_keys"));
        json.write(value, 1);
        return json.out.text();
    }

    private void write(Value value, int depth) {
        if (value instanceof Text text) {
            quoted(text);
        } else if (value instanceof Items items && items.sequence()) {
            list(items.values(), depth);
        } else if (value instanceof Dict dict) {
            dict(dict, depth);
        } else {
            String scalar = scalar(value);
            if (scalar == null) {
                throw new Fault("Object of type " + value.type() + " is not JSON serializable");
            }
            out.append(scalar);
        }
    }

    private static @Nullable String scalar(Value value) {
        if (value == None.NONE) {
            return "null";
        }
        if (value instanceof Num.Bool bool) {
            return bool.value() ? "true" : "false";
        }
        if (value instanceof Num.Int number) {
            return number.whole().toString();
        }
        if (value instanceof Num.Real real) {
            double number = real.value();
            return Double.isNaN(number)
                    ? "NaN"
                    : Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : Floats.repr(number);
        }
        return null;
    }

    private void list(List<Value> values, int depth) {
        if (values.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append("[");
        boolean first = true;
        for (Value value : values) {
            begin(first, depth);
            first = false;
            write(value, depth + 1);
        }
        line(depth - 1);
        out.append("]");
    }

    private void dict(Dict dict, int depth) {
        if (dict.entries().isEmpty()) {
            out.append("{}");
            return;
        }
        List<Map.Entry<Value, Value>> entries = new ArrayList<>(dict.entries().entrySet());
        if (sorted) {
            entries.sort(Comparator.comparing(Map.Entry::getKey, Comparison::compare));
        }
        out.append("{");
        boolean first = true;
        for (Map.Entry<Value, Value> entry : entries) {
            begin(first, depth);
            first = false;
            key(entry.getKey());
            out.append(colon);
            write(entry.getValue(), depth + 1);
        }
        line(depth - 1);
        out.append("}");
    }

    private void begin(boolean first, int depth) {
        if (!first) {
            out.append(comma);
        }
        line(depth);
    }

    private void line(int depth) {
        if (indent != null) {
            out.append("\n");
            for (int i = 0; i < depth; i++) {
                out.append(indent);
            }
        }
    }

    private void key(Value key) {
        if (key instanceof Text text) {
            quoted(text);
            return;
        }
        String scalar = scalar(key);
        if (scalar == null) {
            throw new Fault("keys must be str, int, float, bool or None, not " + key.type());
        }
        out.append("\"" + scalar + "\"");
    }

    private void quoted(Text text) {
        String string = text.string();
        out.append("\"");
        int done = 0;
        for (int at = 0; at < string.length(); at++) {
            String escaped = escaped(string.charAt(at));
            if (escaped != null) {
                out.append(text, done, at).append(escaped, text.userAt(at));
                done = at + 1;
            }
        }
        out.append(text, done, string.length()).append("\"");
    }

    private @Nullable String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> c < ' ' || ascii && c > '~' ? String.format("\\u%04x", (int) c) : null;
        };
    }
}
