package io.github.cards4j.template.internal;

import io.github.cards4j.template.internal.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens, with {@code trim_blocks} and {@code lstrip_blocks}: the first line end after a block goes,
 * and so does the white space between the start of a line and a block; {@code -} takes all white space on its side,
 * {@code +} keeps it.
 */
final class Lexer {

    private static final String SPACE = "[\\x{9}-\\x{d}\\x{1c}-\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}"
            + "\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}]*+";
    private static final Pattern RAW =
            Pattern.compile("\\{%([-+]?)" + SPACE + "raw" + SPACE + "(?:-%}" + SPACE + "|%})");
    private static final Pattern END_RAW =
            Pattern.compile("\\{%([-+]?)" + SPACE + "endraw" + SPACE + "(?:\\+%}|-%}" + SPACE + "|%}\n?)");

    private final Source source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int pos;

    /** Whether what came before ended a line, so that white space may be the start of one. */
    private boolean lineStarting = true;

    private Lexer(Source source) {
        this.source = source;
        text = source.text();
    }

    static List<Token> tokens(Source source) {
        Lexer lexer = new Lexer(source);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (pos < text.length()) {
            int begin = nextTag();
            if (begin < 0) {
                add(Kind.DATA, text.substring(pos), pos);
                pos = text.length();
                break;
            }
            Matcher raw = RAW.matcher(text).region(begin, text.length());
            if (raw.lookingAt()) {
                data(begin, raw.group(1), true);
                pos = raw.end();
                lineStarting = text.charAt(pos - 1) == '\n';
                raw(begin);
                continue;
            }
            char kind = text.charAt(begin + 1);
            String sign = sign(begin + 2);
            data(begin, sign, kind != '{');
            pos = begin + 2 + sign.length();
            lineStarting = false;
            switch (kind) {
                case '#' -> comment(begin);
                case '%' -> tag(begin, Kind.BLOCK_BEGIN, Kind.BLOCK_END);
                default -> tag(begin, Kind.VARIABLE_BEGIN, Kind.VARIABLE_END);
            }
            lineStarting = text.charAt(pos - 1) == '\n';
        }
        add(Kind.END, "", text.length());
    }

    private int nextTag() {
        for (int i = text.indexOf('{', pos); i >= 0; i = text.indexOf('{', i + 1)) {
            if (i + 1 < text.length() && "{%#".indexOf(text.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private String sign(int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')
                ? text.substring(at, at + 1)
                : "";
    }

    /** The text before a tag, less the white space that the tag takes. */
    private void data(int end, String sign, boolean block) {
        int to = end;
        if (sign.equals("-")) {
            to = Spaces.before(text, pos, end);
        } else if (sign.isEmpty() && block) {
            int line = Math.max(pos, text.lastIndexOf('\n', end - 1) + 1);
            if (end > pos && (line > pos || lineStarting) && Spaces.before(text, line, end) == line && line < end) {
                to = line;
            }
        }
        if (to > pos) {
            add(Kind.DATA, text.substring(pos, to), pos);
        }
    }

    private void raw(int begin) {
        Matcher end = END_RAW.matcher(text).region(pos, text.length());
        if (!end.find()) {
            throw source.fault(begin, "missing end of raw block: no {% endraw %}");
        }
        data(end.start(), end.group(1), true);
        pos = end.end();
        lineStarting = text.charAt(pos - 1) == '\n';
    }

    private void comment(int begin) {
        int end = text.indexOf("#}", pos);
        if (end < 0) {
            throw source.fault(begin, "missing end of comment: no #}");
        }
        boolean signed = end > pos && (text.charAt(end - 1) == '-' || text.charAt(end - 1) == '+');
        pos = after(end + 2, signed ? text.charAt(end - 1) : ' ', true);
    }

    /** Where the text goes on behind a tag that ends here. */
    private int after(int end, char sign, boolean block) {
        if (sign == '-') {
            return Spaces.after(text, end);
        }
        return block && sign != '+' && end < text.length() && text.charAt(end) == '\n' ? end + 1 : end;
    }

    private void tag(int begin, Kind first, Kind last) {
        boolean block = first == Kind.BLOCK_BEGIN;
        add(first, "", begin);
        TagLexer tag = new TagLexer(source, tokens, pos, block ? "%}" : "}}");
        int end = tag.run(begin);
        add(last, "", end);
        char sign = text.charAt(end);
        boolean signed = sign == '-' || block && sign == '+';
        pos = after(end + (signed ? 3 : 2), signed ? sign : ' ', block);
    }

    private void add(Kind kind, String value, int at) {
        tokens.add(new Token(kind, value, source.at(at)));
    }
}
