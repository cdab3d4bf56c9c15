package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Methods of strings. */
final class TextMethods {

    /** A method, waiting for its string. */
    private interface Method {
        Value call(Text text, Args args);
    }

    private static final Map<String, Method> ALL = Map.ofEntries(
            Map.entry("upper", plain(Casing::upper)),
            Map.entry("lower", plain(Casing::lower)),
            Map.entry("casefold", plain(Casing::lower)),
            Map.entry("title", plain(Casing::title)),
            Map.entry("capitalize", plain(Casing::capitalize)),
            Map.entry("swapcase", plain(Casing::swapcase)),
            Map.entry("strip", (text, args) -> Strings.strip(text, chars(args), true, true)),
            Map.entry("lstrip", (text, args) -> Strings.strip(text, chars(args), true, false)),
            Map.entry("rstrip", (text, args) -> Strings.strip(text, chars(args), false, true)),
            Map.entry("split", (text, args) -> split(text, args, false)),
            Map.entry("rsplit", (text, args) -> split(text, args, true)),
            Map.entry(
                    "splitlines",
                    (text, args) ->
                            Items.list(Strings.lines(text, args.bind("keepends").flag("keepends", false)))),
            Map.entry("partition", (text, args) -> Strings.partition(text, one(args), false)),
            Map.entry("rpartition", (text, args) -> Strings.partition(text, one(args), true)),
            Map.entry("join", (text, args) -> join(text, args)),
            Map.entry("replace", (text, args) -> replace(text, args)),
            Map.entry("startswith", (text, args) -> affix(text, args, true)),
            Map.entry("endswith", (text, args) -> affix(text, args, false)),
            Map.entry("find", (text, args) -> Num.of((long) Strings.find(text, args, false))),
            Map.entry("rfind", (text, args) -> Num.of((long) Strings.find(text, args, true))),
            Map.entry("index", (text, args) -> found(Strings.find(text, args, false))),
            Map.entry("rindex", (text, args) -> found(Strings.find(text, args, true))),
            Map.entry("count", (text, args) -> Num.of((long) Strings.count(text, args))),
            Map.entry("removeprefix", (text, args) -> removePrefix(text, one(args))),
            Map.entry("removesuffix", (text, args) -> removeSuffix(text, one(args))),
            Map.entry("ljust", (text, args) -> Strings.pad(text, args, 0)),
            Map.entry("rjust", (text, args) -> Strings.pad(text, args, 1)),
            Map.entry("center", (text, args) -> Strings.center(text, args)),
            Map.entry("zfill", (text, args) -> Strings.zfill(text, args)),
            Map.entry("isalpha", all(Character::isLetter)),
            Map.entry("isalnum", all(c -> Character.isLetter(c) || numeric(c))),
            Map.entry("isdigit", all(c -> Character.isDigit(c) || superscript(c))),
            Map.entry("isdecimal", all(Character::isDigit)),
            Map.entry("isnumeric", all(TextMethods::numeric)),
            Map.entry("isspace", all(Spaces::is)),
            Map.entry("isupper", whole(Casing::isUpper)),
            Map.entry("islower", whole(Casing::isLower)),
            Map.entry("istitle", whole(Casing::isTitle)),
            Map.entry("isascii", whole(text -> text.chars().allMatch(c -> c < 128))),
            Map.entry("isprintable", whole(text -> text.codePoints().allMatch(Repr::printable))),
            Map.entry("format", BraceFormat::format));

    private TextMethods() {}

    /** The method of this name, bound to the text, or null. */
    static @Nullable Function find(Text text, String name) {
        Method method = ALL.get(name);
        return method == null
                ? null
                : new Function(name, (args, frame) -> {
                    frame.run().charge(text.weight());
                    return method.call(text, args);
                });
    }

    private static Method plain(UnaryOperator<Text> change) {
        return (text, args) -> {
            args.nothing();
            return change.apply(text);
        };
    }

    private static Method whole(Predicate<String> test) {
        return (text, args) -> {
            args.nothing();
            return Num.of(test.test(text.string()));
        };
    }

    private static Method all(IntPredicate test) {
        return (text, args) -> {
            args.nothing();
            return Num.of(!text.isEmpty() && text.string().codePoints().allMatch(test));
        };
    }

    private static boolean numeric(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static boolean superscript(int c) {
        return c == 0xb2 || c == 0xb3 || c == 0xb9 || c >= 0x2070 && c <= 0x2089 && c != 0x2071;
    }

    private static @Nullable Text chars(Args args) {
        return args.bind("chars").textOrNull("chars");
    }

    private static Text one(Args args) {
        return args.bind("text").text("text");
    }

    private static Value split(Text text, Args args, boolean fromRight) {
        Args.Bound bound = args.bind("sep", "maxsplit");
        Text separator = bound.textOrNull("sep");
        int most = bound.integer("maxsplit", -1);
        List<Value> parts;
        if (separator == null) {
            parts = Strings.words(text, most, fromRight);
        } else if (separator.isEmpty()) {
            throw new Fault("empty separator");
        } else {
            parts = Strings.split(text, separator.string(), most, fromRight);
        }
        return Items.list(parts);
    }

    private static Value join(Text separator, Args args) {
        TextBuilder joined = new TextBuilder();
        boolean first = true;
        for (Value value : Iteration.list(args.bind("iterable").get("iterable"))) {
            if (!(value instanceof Text text)) {
                throw new Fault("sequence item: expected str instance, " + value.type() + " found");
            }
            if (!first) {
                joined.append(separator);
            }
            first = false;
            joined.append(text);
        }
        return joined.text();
    }

    private static Value replace(Text text, Args args) {
        Args.Bound bound = args.bind("old", "new", "count");
        return Strings.replace(text, bound.text("old").string(), bound.text("new"), bound.integer("count", -1));
    }

    private static Value affix(Text text, Args args, boolean start) {
        Args.Bound bound = args.bind("affix", "start", "end");
        int[] range = Strings.range(text, bound);
        Value affix = bound.get("affix");
        List<Value> affixes = affix instanceof Items items && items.kind() == Items.Kind.TUPLE
                ? items.values()
                : new ArrayList<>(List.of(affix));
        for (Value one : affixes) {
            if (!(one instanceof Text wanted)) {
                throw new Fault(args.name() + " first arg must be str or a tuple of str, not " + one.type());
            }
            if (range[0] <= range[1] && matches(text.slice(range[0], range[1]).string(), wanted.string(), start)) {
                return Num.of(true);
            }
        }
        return Num.of(false);
    }

    private static boolean matches(String text, String affix, boolean start) {
        return start ? text.startsWith(affix) : text.endsWith(affix);
    }

    private static Value found(int index) {
        if (index < 0) {
            throw new Fault("substring not found");
        }
        return Num.of((long) index);
    }

    private static Value removePrefix(Text text, Text prefix) {
        return text.string().startsWith(prefix.string())
                ? text.part(prefix.string().length(), text.string().length())
                : text;
    }

    private static Value removeSuffix(Text text, Text suffix) {
        return text.string().endsWith(suffix.string())
                ? text.part(0, text.string().length() - suffix.string().length())
                : text;
    }
}
