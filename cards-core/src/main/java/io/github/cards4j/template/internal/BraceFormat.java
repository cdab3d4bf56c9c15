package io.github.cards4j.template.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code "…{}…".format(values)}, without format specifications. */
final class BraceFormat {

    private static final Pattern FIELD = Pattern.compile("\\{\\{|}}|\\{(\\w*)}|[{}]", Pattern.UNICODE_CHARACTER_CLASS);

    private BraceFormat() {}

    static Text format(Text format, Args args) {
        TextBuilder out = new TextBuilder();
        Matcher matcher = FIELD.matcher(format.string());
        int done = 0;
        int next = 0;
        boolean numbered = false;
        while (matcher.find()) {
            out.append(format, done, matcher.start());
            done = matcher.end();
            String name = matcher.group(1);
            if (name == null) {
                if (matcher.group().length() == 1) {
                    throw new Fault("str.format: only {}, {0} and {name} are supported");
                }
                out.append(format, matcher.start(), matcher.start() + 1);
                continue;
            }
            boolean digits = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
            if (name.isEmpty() || digits) {
                if (name.isEmpty() ? numbered : next > 0) {
                    throw new Fault("str.format: {} and {0} cannot be mixed");
                }
                numbered |= digits;
                int index = name.isEmpty() ? next++ : name.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(name);
                if (index >= args.positional().size()) {
                    throw new Fault("Replacement index " + index + " out of range for positional args tuple");
                }
                out.append(Repr.str(args.positional().get(index)));
            } else {
                Value value = args.named().get(name);
                if (value == null) {
                    throw new Fault("str.format: no argument '" + name + "'");
                }
                out.append(Repr.str(value));
            }
        }
        return out.append(format, done, format.string().length()).text();
    }
}
