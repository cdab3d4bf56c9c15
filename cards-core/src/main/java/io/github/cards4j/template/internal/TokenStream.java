package io.github.cards4j.template.internal;

import io.github.cards4j.template.internal.Token.Kind;
import java.util.List;

/** Tokens, read one after the other. */
final class TokenStream {

    private final List<Token> tokens;
    private int next;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(next);
    }

    /** The one after {@link #peek}. */
    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(next);
        if (!token.is(Kind.END)) {
            next++;
        }
        return token;
    }

    boolean takeIf(String operator) {
        if (peek().operator(operator)) {
            next++;
            return true;
        }
        return false;
    }

    boolean takeIfName(String name) {
        if (peek().name(name)) {
            next++;
            return true;
        }
        return false;
    }

    void expect(String operator) {
        if (!takeIf(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    Token expect(Kind kind, String what) {
        if (!peek().is(kind)) {
            throw unexpected(what);
        }
        return take();
    }

    Fault unexpected(String wanted) {
        Token token = peek();
        return new Fault("expected " + wanted + ", got " + token.describe(), token.at(), false);
    }
}
