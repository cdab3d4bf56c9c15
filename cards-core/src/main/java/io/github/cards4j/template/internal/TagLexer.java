package io.github.cards4j.template.internal;

import io.github.cards4j.template.internal.Token.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts the inside of one tag into tokens. */
final class TagLexer {

    private static final Pattern FLOAT = Pattern.compile(
            "(?:\\d+_)*+\\d+(?:(?:\\.(?:\\d+_)*+\\d+)?e[+-]?(?:\\d+_)*+\\d+|\\.(?:\\d+_)*+\\d+)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern INTEGER = Pattern.compile(
            "0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\\da-f])+|[1-9](?:_?\\d)*|0(?:_?0)*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final Source source;
    private final String text;
    private final List<Token> tokens;
    private final String end;
    private final Deque<Character> open = new ArrayDeque<>();
    private int pos;

    /** @param end what ends the tag, without a sign */
    TagLexer(Source source, List<Token> tokens, int pos, String end) {
        this.source = source;
        this.text = source.text();
        this.tokens = tokens;
        this.pos = pos;
        this.end = end;
    }

    /**
     * Adds the tokens up to the end of the tag.
     *
     * @return where the end begins, its sign included
     */
    int run(int begin) {
        while (true) {
            pos = Spaces.after(text, pos);
            if (pos >= text.length()) {
                throw source.fault(begin, "this tag is not closed: no " + end);
            }
            if (open.isEmpty() && atEnd()) {
                return pos;
            }
            token();
        }
    }

    private boolean atEnd() {
        char sign = text.charAt(pos);
        return text.startsWith(end, pos)
                || (sign == '-' || sign == '+' && end.equals("%}")) && text.startsWith(end, pos + 1);
    }

    private void token() {
        char c = text.charAt(pos);
        if (c == '\'' || c == '"') {
            string(c);
        } else if (!number() && !takeName()) {
            operator();
        }
    }

    /** What follows a dot is no fraction: {@code a.0.5} is element 5 of element 0. */
    private boolean number() {
        return text.charAt(pos - 1) != '.' && take(FLOAT, Kind.FLOAT) || take(INTEGER, Kind.INTEGER);
    }

    private boolean take(Pattern pattern, Kind kind) {
        Matcher matcher = pattern.matcher(text).region(pos, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        add(kind, matcher.group());
        pos = matcher.end();
        return true;
    }

    private boolean takeName() {
        int from = pos;
        if (!take(NAME, Kind.NAME)) {
            return false;
        }
        if (!Character.isUnicodeIdentifierStart(text.codePointAt(from)) && text.charAt(from) != '_') {
            throw source.fault(from, "invalid character in a name");
        }
        return true;
    }

    private void string(char quote) {
        int at = pos + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw source.fault(pos, "this string is not closed");
        }
        add(Kind.STRING, Escapes.read(text.substring(pos + 1, at), source.at(pos)));
        pos = at + 1;
    }

    private void operator() {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, pos)) {
                balance(operator.charAt(0));
                add(Kind.OPERATOR, operator);
                pos += operator.length();
                return;
            }
        }
        throw source.fault(pos, "unexpected character '" + Character.toString(text.codePointAt(pos)) + "'");
    }

    private void balance(char c) {
        switch (c) {
            case '{' -> open.push('}');
            case '(' -> open.push(')');
            case '[' -> open.push(']');
            case '}', ')', ']' -> {
                if (open.isEmpty()) {
                    throw source.fault(pos, "unexpected '" + c + "'");
                }
                char expected = open.pop();
                if (expected != c) {
                    throw source.fault(pos, "unexpected '" + c + "', expected '" + expected + "'");
                }
            }
            default -> {}
        }
    }

    private void add(Kind kind, String value) {
        tokens.add(new Token(kind, value, source.at(pos)));
    }
}
