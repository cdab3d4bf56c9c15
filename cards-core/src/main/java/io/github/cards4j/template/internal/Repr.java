package io.github.cards4j.template.internal;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code str} and {@code repr}; what came from outside stays marked. */
final class Repr {

    private Repr() {}

    /** What printing a value writes. */
    static Text str(Value value) {
        if (value instanceof Text text) {
            return text;
        }
        return value instanceof Undefined ? Text.EMPTY : repr(value);
    }

    static Text repr(Value value) {
        TextBuilder out = new TextBuilder();
        write(value, out);
        return out.text();
    }

    private static void write(Value value, TextBuilder out) {
        if (value instanceof Text text) {
            quoted(text, out);
        } else if (value instanceof Items items) {
            items(items, out);
        } else if (value instanceof Dict dict) {
            dict(dict, out);
        } else if (value instanceof Span span) {
            String step = span.step() == 1 ? "" : ", " + span.step();
            out.append("range(" + span.start() + ", " + span.stop() + step + ")");
        } else if (value instanceof Namespace namespace) {
            out.append("<Namespace ");
            dict(Dict.named(namespace.values()), out);
            out.append(">");
        } else {
            out.append(scalar(value));
        }
    }

    private static String scalar(Value value) {
        if (value == None.NONE) {
            return "None";
        }
        if (value instanceof Num.Bool bool) {
            return bool.value() ? "True" : "False";
        }
        if (value instanceof Num.Int number) {
            return number.whole().toString();
        }
        if (value instanceof Num.Real real) {
            return Floats.repr(real.value());
        }
        if (value instanceof LoopState loop) {
            return "<LoopContext " + loop.index() + "/" + loop.length() + ">";
        }
        if (value instanceof Function function) {
            return "<Macro '" + function.name() + "'>";
        }
        return value instanceof Undefined ? "Undefined" : "<" + value.type() + " object>";
    }

    private static void items(Items items, TextBuilder out) {
        List<Value> values = items.values();
        switch (items.kind()) {
            case LIST -> out.append("[");
            case TUPLE -> out.append("(");
            default -> out.append(items.type() + "([");
        }
        String comma = "";
        for (Value value : values) {
            out.append(comma);
            write(value, out);
            comma = ", ";
        }
        switch (items.kind()) {
            case LIST -> out.append("]");
            case TUPLE -> out.append(values.size() == 1 ? ",)" : ")");
            default -> out.append("])");
        }
    }

    private static void dict(Dict dict, TextBuilder out) {
        out.append("{");
        Iterator<Map.Entry<Value, Value>> entries = dict.entries().entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Value, Value> entry = entries.next();
            write(entry.getKey(), out);
            out.append(": ");
            write(entry.getValue(), out);
            out.append(entries.hasNext() ? ", " : "");
        }
        out.append("}");
    }

    private static void quoted(Text text, TextBuilder out) {
        String string = text.string();
        char quote = string.indexOf('\'') >= 0 && string.indexOf('"') < 0 ? '"' : '\'';
        out.append(String.valueOf(quote));
        for (int at = 0; at < string.length(); ) {
            int c = string.codePointAt(at);
            int next = at + Character.charCount(c);
            String escaped = escaped(c, quote);
            if (escaped == null) {
                out.append(text, at, next);
            } else {
                out.append(escaped, text.userAt(at));
            }
            at = next;
        }
        out.append(String.valueOf(quote));
    }

    private static @Nullable String escaped(int c, char quote) {
        if (c == quote || c == '\\') {
            return "\\" + (char) c;
        }
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                printable(c)
                        ? null
                        : c < 0x100
                                ? String.format("\\x%02x", c)
                                : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c);
        };
    }

    /** Python's {@code str.isprintable} of one character. */
    static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
