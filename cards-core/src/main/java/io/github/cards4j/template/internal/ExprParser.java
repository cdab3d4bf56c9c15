package io.github.cards4j.template.internal;

import io.github.cards4j.template.internal.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions, from the loosest binding to the tightest: {@code if}, {@code or}, {@code and}, {@code not}, comparisons,
 * {@code + -}, {@code ~}, {@code * / // %}, {@code **}, signs, and what follows a value.
 */
final class ExprParser {

    private static final int MAX_DEPTH = 100;
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

    private final TokenStream tokens;
    private final Names names;
    private int depth;

    ExprParser(TokenStream tokens, Names names) {
        this.tokens = tokens;
        this.names = names;
    }

    /** One expression, with inline {@code if}. */
    Expr expression() {
        deeper(tokens.peek().at());
        Expr value = or();
        while (tokens.peek().name("if")) {
            At at = tokens.take().at();
            Expr test = or();
            value = new Expr.Conditional(at, test, value, tokens.takeIfName("else") ? expression() : null);
        }
        depth--;
        return value;
    }

    /** One expression, or several with commas between: a tuple. */
    Expr tuple(boolean conditional, String... ends) {
        At at = tokens.peek().at();
        List<Expr> items = new ArrayList<>();
        boolean several = false;
        while (items.isEmpty() || several && tokens.takeIf(",")) {
            if (tupleEnds(ends)) {
                break;
            }
            items.add(conditional ? expression() : or());
            several |= tokens.peek().operator(",");
            if (!tokens.peek().operator(",")) {
                break;
            }
        }
        if (!several) {
            if (items.isEmpty()) {
                throw tokens.unexpected("an expression");
            }
            return items.get(0);
        }
        return new Expr.ItemsOf(at, items, Items.Kind.TUPLE);
    }

    private boolean tupleEnds(String... ends) {
        Token token = tokens.peek();
        for (String end : ends) {
            if (token.name(end)) {
                return true;
            }
        }
        return token.is(Kind.VARIABLE_END) || token.is(Kind.BLOCK_END) || token.operator(")");
    }

    /** An expression without inline {@code if} at its outermost. */
    Expr or() {
        Expr left = and();
        while (tokens.peek().name("or")) {
            left = new Expr.Logic(tokens.take().at(), false, left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (tokens.peek().name("and")) {
            left = new Expr.Logic(tokens.take().at(), true, left, not());
        }
        return left;
    }

    private Expr not() {
        if (!tokens.peek().name("not")) {
            return comparison();
        }
        At at = tokens.take().at();
        deeper(at);
        Expr negated = new Expr.Not(at, not());
        depth--;
        return negated;
    }

    private void deeper(At at) {
        if (++depth > MAX_DEPTH) {
            throw new Fault("expressions are nested more than " + MAX_DEPTH + " deep", at, false);
        }
    }

    private Expr comparison() {
        At at = tokens.peek().at();
        Expr first = sum();
        List<String> operators = new ArrayList<>();
        List<Expr> others = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            if (token.is(Kind.OPERATOR) && COMPARISONS.contains(token.text())) {
                operators.add(tokens.take().text());
            } else if (tokens.takeIfName("in")) {
                operators.add("in");
            } else if (token.name("not") && tokens.peekSecond().name("in")) {
                tokens.take();
                tokens.take();
                operators.add("not in");
            } else {
                break;
            }
            others.add(sum());
        }
        return operators.isEmpty() ? first : new Expr.Compare(at, first, operators, others);
    }

    private Expr sum() {
        Expr left = concatenation();
        while (tokens.peek().operator("+") || tokens.peek().operator("-")) {
            Token operator = tokens.take();
            left = new Expr.Binary(operator.at(), operator.text(), left, concatenation());
        }
        return left;
    }

    private Expr concatenation() {
        At at = tokens.peek().at();
        List<Expr> parts = new ArrayList<>(List.of(product()));
        while (tokens.takeIf("~")) {
            parts.add(product());
        }
        return parts.size() == 1 ? parts.get(0) : new Expr.Concat(at, parts);
    }

    private Expr product() {
        Expr left = power();
        while (tokens.peek().is(Kind.OPERATOR)
                && List.of("*", "/", "//", "%").contains(tokens.peek().text())) {
            Token operator = tokens.take();
            left = new Expr.Binary(operator.at(), operator.text(), left, power());
        }
        return left;
    }

    private Expr power() {
        Expr left = unary(true);
        while (tokens.peek().operator("**")) {
            At at = tokens.take().at();
            left = new Expr.Binary(at, "**", left, unary(true));
        }
        return left;
    }

    private Expr unary(boolean filters) {
        Token token = tokens.peek();
        Expr value;
        if (token.operator("-") || token.operator("+")) {
            tokens.take();
            deeper(token.at());
            value = new Expr.Sign(token.at(), token.operator("-"), unary(false));
            depth--;
        } else {
            value = primary();
        }
        value = postfix(value);
        return filters ? filtersAndTests(value) : value;
    }

    private Expr primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NAME -> name();
            case STRING -> string();
            case INTEGER -> {
                tokens.take();
                yield new Expr.Constant(token.at(), integer(token));
            }
            case FLOAT -> {
                tokens.take();
                String digits = token.text().replace("_", "");
                yield new Expr.Constant(token.at(), new Num.Real(Double.parseDouble(digits)));
            }
            case OPERATOR -> bracketed();
            default -> throw tokens.unexpected("a value");
        };
    }

    private Expr name() {
        Token token = tokens.take();
        return switch (token.text()) {
            case "true", "True" -> new Expr.Constant(token.at(), Num.of(true));
            case "false", "False" -> new Expr.Constant(token.at(), Num.of(false));
            case "none", "None" -> new Expr.Constant(token.at(), None.NONE);
            default -> {
                names.read(token.text());
                yield new Expr.Name(token.at(), token.text());
            }
        };
    }

    private Expr string() {
        At at = tokens.peek().at();
        StringBuilder joined = new StringBuilder();
        while (tokens.peek().is(Kind.STRING)) {
            joined.append(tokens.take().text());
        }
        return new Expr.Constant(at, Text.template(joined.toString()));
    }

    private static Value integer(Token token) {
        String digits = token.text().replace("_", "").toLowerCase(Locale.ROOT);
        int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0o") ? 8 : digits.startsWith("0b") ? 2 : 10;
        try {
            return new Num.Int(new BigInteger(radix == 10 ? digits : digits.substring(2), radix));
        } catch (Fault fault) {
            throw fault.at(token.at());
        }
    }

    private Expr bracketed() {
        At at = tokens.peek().at();
        if (tokens.takeIf("(")) {
            if (tokens.takeIf(")")) {
                return new Expr.ItemsOf(at, List.of(), Items.Kind.TUPLE);
            }
            Expr value = tuple(true);
            tokens.expect(")");
            return value;
        }
        if (tokens.takeIf("[")) {
            List<Expr> items = new ArrayList<>();
            while (!tokens.takeIf("]")) {
                comma(items);
                if (!tokens.peek().operator("]")) {
                    items.add(expression());
                }
            }
            return new Expr.ItemsOf(at, items, Items.Kind.LIST);
        }
        if (tokens.takeIf("{")) {
            List<Expr> keysAndValues = new ArrayList<>();
            while (!tokens.takeIf("}")) {
                comma(keysAndValues);
                if (!tokens.peek().operator("}")) {
                    keysAndValues.add(expression());
                    tokens.expect(":");
                    keysAndValues.add(expression());
                }
            }
            return new Expr.DictOf(at, keysAndValues);
        }
        throw tokens.unexpected("a value");
    }

    private void comma(List<Expr> before) {
        if (!before.isEmpty()) {
            tokens.expect(",");
        }
    }

    private Expr postfix(Expr value) {
        Expr result = value;
        for (int length = 0; ; length++) {
            At at = tokens.peek().at();
            if (length > MAX_DEPTH) {
                throw new Fault("this expression is too long", at, false);
            }
            if (tokens.takeIf(".")) {
                result = attribute(at, result);
            } else if (tokens.takeIf("[")) {
                result = subscript(at, result);
            } else if (tokens.peek().operator("(")) {
                result = call(result);
            } else {
                return result;
            }
        }
    }

    Expr.Call call(Expr callee) {
        At at = callee.at();
        if (callee instanceof Expr.Name name) {
            names.called(name);
        }
        return new Expr.Call(at, callee, arguments());
    }

    private Expr attribute(At at, Expr of) {
        Token name = tokens.take();
        return switch (name.kind()) {
            case NAME -> new Expr.Attribute(name.at(), of, name.text());
            case INTEGER -> new Expr.Element(name.at(), of, new Expr.Constant(name.at(), integer(name)));
            default -> throw new Fault("expected a name or a number after '.'", at, false);
        };
    }

    private Expr subscript(At at, Expr of) {
        List<Expr> indices = new ArrayList<>();
        while (!tokens.takeIf("]")) {
            comma(indices);
            @Nullable Expr from = tokens.peek().operator(":") ? null : expression();
            if (!tokens.takeIf(":")) {
                indices.add(Objects.requireNonNull(from));
                continue;
            }
            @Nullable Expr to = bound();
            @Nullable Expr step = tokens.takeIf(":") ? bound() : null;
            if (!indices.isEmpty() || !tokens.takeIf("]")) {
                throw tokens.unexpected("']': a slice stands alone");
            }
            return new Expr.Slice(at, of, from, to, step);
        }
        if (indices.size() == 1) {
            return new Expr.Element(at, of, indices.get(0));
        }
        return new Expr.Element(at, of, new Expr.ItemsOf(at, indices, Items.Kind.TUPLE));
    }

    private @Nullable Expr bound() {
        Token token = tokens.peek();
        return token.operator(":") || token.operator("]") || token.operator(",") ? null : expression();
    }

    Arguments arguments() {
        At at = tokens.peek().at();
        tokens.expect("(");
        List<Expr> positional = new ArrayList<>();
        Map<String, Expr> named = new LinkedHashMap<>();
        Expr star = null;
        Expr starStar = null;
        boolean first = true;
        while (!tokens.takeIf(")")) {
            if (!first) {
                tokens.expect(",");
                if (tokens.takeIf(")")) {
                    break;
                }
            }
            first = false;
            boolean keyword = tokens.peek().is(Kind.NAME) && tokens.peekSecond().operator("=");
            if (tokens.takeIf("*")) {
                ensure(star == null && starStar == null, at);
                star = expression();
            } else if (tokens.takeIf("**")) {
                ensure(starStar == null, at);
                starStar = expression();
            } else if (keyword) {
                ensure(starStar == null, at);
                String name = tokens.take().text();
                tokens.take();
                ensure(named.put(name, expression()) == null, at);
            } else {
                ensure(star == null && starStar == null && named.isEmpty(), at);
                positional.add(expression());
            }
        }
        return new Arguments(positional, named, star, starStar);
    }

    private static void ensure(boolean valid, At at) {
        if (!valid) {
            throw new Fault("invalid arguments: first those without a name, then named ones", at, false);
        }
    }

    private Expr filtersAndTests(Expr value) {
        Expr result = value;
        for (int length = 0; ; length++) {
            At at = tokens.peek().at();
            if (length > MAX_DEPTH) {
                throw new Fault("this expression is too long", at, false);
            }
            if (tokens.takeIf("|")) {
                Stmt.Call call = filter();
                result = new Expr.Filtered(call.at(), result, call.name(), call.filter(), call.arguments());
            } else if (tokens.takeIfName("is")) {
                result = test(at, result);
            } else if (tokens.peek().operator("(")) {
                result = call(result);
            } else {
                return result;
            }
        }
    }

    /** A filter's name and arguments. */
    Stmt.Call filter() {
        Token name = tokens.expect(Kind.NAME, "the name of a filter");
        Filter filter = Filters.ALL.get(name.text());
        if (filter == null) {
            throw new Fault("unknown filter '" + name.text() + "'", name.at(), false);
        }
        Arguments arguments = tokens.peek().operator("(") ? arguments() : Arguments.NONE;
        return new Stmt.Call(name.at(), name.text(), filter, arguments);
    }

    private Expr test(At at, Expr value) {
        boolean negated = tokens.takeIfName("not");
        Token name = tokens.expect(Kind.NAME, "the name of a test");
        Test test = Tests.ALL.get(name.text());
        if (test == null) {
            throw new Fault("unknown test '" + name.text() + "'", name.at(), false);
        }
        if (value instanceof Expr.Name tested) {
            names.tested(tested.name());
        }
        Expr result = new Expr.Tested(name.at(), value, name.text(), test, testArguments());
        return negated ? new Expr.Not(at, result) : result;
    }

    private Arguments testArguments() {
        Token next = tokens.peek();
        if (next.operator("(")) {
            return arguments();
        }
        boolean value =
                switch (next.kind()) {
                    case STRING, INTEGER, FLOAT -> true;
                    case OPERATOR -> next.operator("[") || next.operator("{");
                    case NAME -> !next.name("else") && !next.name("or") && !next.name("and");
                    default -> false;
                };
        if (!value) {
            return Arguments.NONE;
        }
        if (next.name("is")) {
            throw new Fault("tests cannot be chained with is", next.at(), false);
        }
        return new Arguments(List.of(postfix(primary())), Map.of(), null, null);
    }
}
