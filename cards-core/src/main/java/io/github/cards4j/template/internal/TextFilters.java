package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Filters of text. Other values are taken as they are printed. */
final class TextFilters {

    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    static final Map<String, Filter> ALL = Map.ofEntries(
            Map.entry("string", plain(text -> text)),
            Map.entry("upper", plain(Casing::upper)),
            Map.entry("lower", plain(Casing::lower)),
            Map.entry("capitalize", plain(Casing::capitalize)),
            Map.entry("title", plain(Casing::words)),
            Map.entry(
                    "trim",
                    (in, args, frame) ->
                            Strings.strip(Repr.str(in), args.bind("chars").textOrNull("chars"), true, true)),
            Map.entry("replace", (in, args, frame) -> replace(in, args)),
            Map.entry("indent", (in, args, frame) -> indent(in, args)),
            Map.entry("escape", plain(TextFilters::escape)),
            Map.entry("e", plain(TextFilters::escape)),
            Map.entry("forceescape", plain(TextFilters::escape)),
            Map.entry("center", (in, args, frame) -> center(in, args)),
            Map.entry("truncate", (in, args, frame) -> truncate(in, args)),
            Map.entry("wordcount", (in, args, frame) -> wordcount(in, args)),
            Map.entry("format", (in, args, frame) -> format(in, args)));

    private TextFilters() {}

    private static Filter plain(UnaryOperator<Text> change) {
        return (in, args, frame) -> {
            args.nothing();
            return change.apply(Repr.str(in));
        };
    }

    private static Value replace(Value in, Args args) {
        Args.Bound bound = args.bind("old", "new", "count");
        Value count = bound.or("count", None.NONE);
        return Strings.replace(
                Repr.str(in),
                Repr.str(bound.get("old")).string(),
                Repr.str(bound.get("new")),
                count == None.NONE ? -1 : Args.integer("count", count));
    }

    private static Value indent(Value in, Args args) {
        Args.Bound bound = args.bind("width", "first", "blank");
        if (!(in instanceof Text text)) {
            throw in instanceof Undefined undefined
                    ? undefined.fault()
                    : new Fault("indent needs a string, not " + in.type());
        }
        Value width = bound.or("width", Num.of(4));
        Text by = width instanceof Text given
                ? given
                : Text.template(" ".repeat(Math.max(0, Math.min(1000, Args.integer("width", width)))));
        List<Value> lines =
                Strings.lines(new TextBuilder().append(text).append("\n").text(), false);
        TextBuilder out = new TextBuilder();
        if (bound.flag("first", false)) {
            out.append(by);
        }
        boolean blank = bound.flag("blank", false);
        for (int i = 0; i < lines.size(); i++) {
            Text line = (Text) lines.get(i);
            if (i > 0) {
                out.append("\n");
                if (blank || !line.isEmpty()) {
                    out.append(by);
                }
            }
            out.append(line);
        }
        return out.text();
    }

    private static Text escape(Text text) {
        Text escaped = text;
        String[][] replacements = {{"&", "&amp;"}, {">", "&gt;"}, {"<", "&lt;"}, {"'", "&#39;"}, {"\"", "&#34;"}};
        TextBuilder out = new TextBuilder();
        for (int at = 0; at < escaped.string().length(); at++) {
            String by = null;
            for (String[] replacement : replacements) {
                if (replacement[0].charAt(0) == text.string().charAt(at)) {
                    by = replacement[1];
                }
            }
            if (by == null) {
                out.append(text, at, at + 1);
            } else {
                out.append(by, text.userAt(at));
            }
        }
        return out.text();
    }

    private static Value center(Value in, Args args) {
        Value width = args.bind("width").or("width", Num.of(80));
        return Strings.center(Repr.str(in), new Args("center", List.of(width), Map.of()));
    }

    private static Value truncate(Value in, Args args) {
        Args.Bound bound = args.bind("length", "killwords", "end", "leeway");
        int length = bound.integer("length", 255);
        Text end = bound.has("end") ? bound.text("end") : Text.template("...");
        Value leeway = bound.or("leeway", None.NONE);
        int more = leeway == None.NONE ? 5 : Args.integer("leeway", leeway);
        if (length < end.length() || more < 0) {
            throw new Fault("truncate: expected length >= " + end.length() + " and leeway >= 0");
        }
        if (Iteration.size(in) <= (long) length + more) {
            return in;
        }
        if (!(in instanceof Text text)) {
            throw new Fault("truncate needs a string, not " + in.type());
        }
        Text cut = text.slice(0, length - end.length());
        if (!bound.flag("killwords", false)) {
            cut = (Text) Strings.split(cut, " ", 1, true).get(0);
        }
        return new TextBuilder().append(cut).append(end).text();
    }

    private static Value wordcount(Value in, Args args) {
        args.nothing();
        return Num.of(WORD.matcher(Repr.str(in).string()).results().count());
    }

    private static Value format(Value in, Args args) {
        if (!args.positional().isEmpty() && !args.named().isEmpty()) {
            throw new Fault("can't handle positional and keyword arguments at the same time");
        }
        Value values = args.named().isEmpty()
                ? Items.of(new ArrayList<>(args.positional()), Items.Kind.TUPLE)
                : Dict.named(args.named());
        return Percent.format(Repr.str(in), values);
    }
}
