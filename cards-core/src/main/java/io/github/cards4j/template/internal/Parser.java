package io.github.cards4j.template.internal;

import io.github.cards4j.template.internal.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Reads statements. */
final class Parser {

    private static final int MAX_DEPTH = 100;
    private static final Set<String> UNSUPPORTED =
            Set.of("include", "import", "from", "extends", "block", "autoescape", "do", "trans", "print", "debug");

    /** What a macro gets besides its parameters. */
    private static final List<String> SPECIAL = List.of("caller", "varargs", "kwargs");

    private final TokenStream tokens;
    private final Names names = new Names();
    private final ExprParser expressions;
    private int depth;
    private int loops;

    private Parser(TokenStream tokens) {
        this.tokens = tokens;
        expressions = new ExprParser(tokens, names);
    }

    static Stmt.Block parse(String template) {
        Parser parser = new Parser(new TokenStream(Lexer.tokens(new Source(template))));
        List<Stmt> statements = parser.statements(new At(1, 1), "");
        parser.names.check();
        parser.names.root().resolve();
        return new Stmt.Block(parser.names.root(), statements);
    }

    /** Up to one of these tags, whose name is taken; none for the whole template. */
    private List<Stmt> statements(At begun, String tag, String... ends) {
        if (++depth > MAX_DEPTH) {
            throw new Fault("blocks are nested more than " + MAX_DEPTH + " deep", begun, false);
        }
        List<Stmt> body = new ArrayList<>();
        while (true) {
            Token token = tokens.take();
            switch (token.kind()) {
                case DATA -> body.add(new Stmt.Data(token.text()));
                case VARIABLE_BEGIN -> {
                    body.add(new Stmt.Print(expressions.tuple(true)));
                    tokens.expect(Kind.VARIABLE_END, "'}}'");
                }
                case BLOCK_BEGIN -> {
                    if (List.of(ends).contains(tokens.peek().text())
                            && tokens.peek().is(Kind.NAME)) {
                        depth--;
                        return body;
                    }
                    body.add(statement());
                    tokens.expect(Kind.BLOCK_END, "'%}'");
                }
                case END -> {
                    if (ends.length > 0) {
                        throw new Fault(
                                "the block '" + tag + "' is not closed: no " + String.join(" or ", ends), begun, false);
                    }
                    depth--;
                    return body;
                }
                default -> throw new IllegalStateException("outside of a tag: " + token);
            }
        }
    }

    /** The body of a block: from the end of its tag to the tag that ends it, whose name is taken too. */
    private List<Stmt> body(Token tag, String... ends) {
        tokens.takeIf(":");
        tokens.expect(Kind.BLOCK_END, "'%}'");
        return statements(tag.at(), tag.text(), ends);
    }

    private List<Stmt> closed(Token tag, String end) {
        List<Stmt> body = body(tag, end);
        tokens.take();
        return body;
    }

    private Stmt statement() {
        Token tag = tokens.expect(Kind.NAME, "the name of a tag");
        return switch (tag.text()) {
            case "if" -> conditional(tag);
            case "for" -> loop(tag);
            case "set" -> assignment(tag);
            case "macro" -> macro(tag);
            case "call" -> callBlock(tag);
            case "filter" -> filterBlock(tag);
            case "with" -> with(tag);
            case "generation" -> new Stmt.Scoped(scoped(() -> closed(tag, "endgeneration")));
            case "break", "continue" -> leave(tag);
            default ->
                throw new Fault(
                        (UNSUPPORTED.contains(tag.text()) ? "unsupported tag '" : "unknown tag '") + tag.text() + "'",
                        tag.at(),
                        false);
        };
    }

    private Stmt leave(Token tag) {
        if (loops == 0) {
            throw new Fault("'" + tag.text() + "' outside of a loop", tag.at(), false);
        }
        return new Stmt.Leave(tag.name("break") ? Stmt.End.BREAK : Stmt.End.CONTINUE);
    }

    private Stmt conditional(Token tag) {
        Scope scope = names.scope();
        Expr test = expressions.tuple(false);
        var before = scope.branch();
        List<Stmt> then = body(tag, "elif", "else", "endif");
        var inThen = scope.end(before);
        before = scope.branch();
        List<Stmt.If> others = new ArrayList<>();
        Token next = tokens.take();
        while (next.name("elif")) {
            Expr otherTest = expressions.tuple(false);
            var outside = scope.branch();
            others.add(new Stmt.If(otherTest, body(next, "elif", "else", "endif"), List.of()));
            scope.branches(scope.end(outside), List.of(), List.of());
            next = tokens.take();
        }
        var inOthers = scope.end(before);
        before = scope.branch();
        List<Stmt> otherwise = next.name("else") ? closed(next, "endif") : List.of();
        scope.branches(inThen, inOthers, scope.end(before));
        for (int i = others.size() - 1; i >= 0; i--) {
            otherwise = List.of(new Stmt.If(others.get(i).test(), others.get(i).then(), otherwise));
        }
        return new Stmt.If(test, then, otherwise);
    }

    private Stmt loop(Token tag) {
        List<String> targets = new ArrayList<>();
        Target target = target(false, targets, "in");
        if (!tokens.takeIfName("in")) {
            throw tokens.unexpected("'in'");
        }
        Expr values = expressions.tuple(false, "recursive");
        Scope outer = names.scope();
        Scope testScope = names.enter();
        targets.forEach(names::parameter);
        Expr test = tokens.takeIfName("if") ? expressions.expression() : null;
        names.leave(outer);
        boolean recursive = tokens.takeIfName("recursive");
        Scope bodyScope = names.enter();
        names.parameter("loop");
        targets.forEach(names::parameter);
        loops++;
        List<Stmt> body = body(tag, "endfor", "else");
        loops--;
        names.leave(outer);
        Token next = tokens.take();
        Stmt.Block otherwise = scoped(() -> next.name("else") ? closed(next, "endfor") : List.of());
        return new Stmt.For(
                tag.at(), target, values, test, testScope, recursive, new Stmt.Block(bodyScope, body), otherwise);
    }

    /** Statements with variables of their own. */
    private Stmt.Block scoped(Supplier<List<Stmt>> body) {
        Scope outer = names.scope();
        Scope scope = names.enter();
        List<Stmt> statements = body.get();
        names.leave(outer);
        return new Stmt.Block(scope, statements);
    }

    private Stmt assignment(Token tag) {
        List<String> targets = new ArrayList<>();
        Target target = target(true, targets);
        if (tokens.takeIf("=")) {
            Expr value = expressions.tuple(true);
            targets.forEach(names::stored);
            return new Stmt.Set(target, value);
        }
        targets.forEach(names::stored);
        List<Stmt.Call> filters = new ArrayList<>();
        while (tokens.takeIf("|")) {
            filters.add(expressions.filter());
        }
        return new Stmt.SetBlock(target, scoped(() -> outsideLoops(() -> closed(tag, "endset"))), filters);
    }

    private Target target(boolean namespace, List<String> found, String... ends) {
        At at = tokens.peek().at();
        List<Target> targets = new ArrayList<>(List.of(oneTarget(namespace, found)));
        boolean several = false;
        while (tokens.takeIf(",")) {
            several = true;
            boolean ended = tokens.peek().operator("=") || tokens.peek().is(Kind.BLOCK_END);
            for (String end : ends) {
                ended |= tokens.peek().name(end);
            }
            if (ended) {
                break;
            }
            targets.add(oneTarget(namespace, found));
        }
        return several ? new Target.Several(at, targets) : targets.get(0);
    }

    private Target oneTarget(boolean namespace, List<String> found) {
        if (tokens.takeIf("(")) {
            Target inner = target(namespace, found);
            tokens.expect(")");
            return inner;
        }
        Token name = tokens.expect(Kind.NAME, "the name of a variable");
        if (Set.of("true", "false", "none", "True", "False", "None").contains(name.text())) {
            throw new Fault("can't assign to '" + name.text() + "'", name.at(), false);
        }
        if (namespace && tokens.takeIf(".")) {
            names.read(name.text());
            return new Target.NamespaceAttribute(
                    name.at(),
                    name.text(),
                    tokens.expect(Kind.NAME, "an attribute's name").text());
        }
        found.add(name.text());
        return new Target.Variable(name.text());
    }

    private Stmt macro(Token tag) {
        Token name = tokens.expect(Kind.NAME, "the name of the macro");
        names.stored(name.text());
        return new Stmt.DefineMacro(macro(tag, name.text(), "endmacro"));
    }

    private Macro macro(Token tag, String name, String end) {
        List<String> parameters = new ArrayList<>();
        List<Expr> defaults = new ArrayList<>();
        Set<String> mentions = names.begin();
        Stmt.Block block = scoped(() -> {
            parameters(parameters, defaults);
            return outsideLoops(() -> closed(tag, end));
        });
        names.end();
        return new Macro(name, parameters, defaults, block, mentions);
    }

    private void parameters(List<String> parameters, List<Expr> defaults) {
        SPECIAL.forEach(names::parameter);
        tokens.expect("(");
        while (!tokens.takeIf(")")) {
            if (!parameters.isEmpty()) {
                tokens.expect(",");
            }
            Token parameter = tokens.expect(Kind.NAME, "a parameter");
            names.parameter(parameter.text());
            parameters.add(parameter.text());
            if (tokens.takeIf("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw new Fault("a parameter without default follows one with a default", parameter.at(), false);
            }
        }
    }

    private Stmt callBlock(Token tag) {
        if (tokens.peek().operator("(")) {
            throw new Fault("parameters of a call block are not supported", tag.at(), false);
        }
        if (!(expressions.expression() instanceof Expr.Call call)) {
            throw new Fault("expected a call", tag.at(), false);
        }
        Set<String> mentions = names.begin();
        Stmt.Block block = scoped(() -> outsideLoops(() -> closed(tag, "endcall")));
        names.end();
        return new Stmt.CallBlock(call, new Macro("caller", List.of(), List.of(), block, mentions));
    }

    private Stmt filterBlock(Token tag) {
        List<Stmt.Call> filters = new ArrayList<>(List.of(expressions.filter()));
        while (tokens.takeIf("|")) {
            filters.add(expressions.filter());
        }
        return new Stmt.FilterBlock(scoped(() -> outsideLoops(() -> closed(tag, "endfilter"))), filters);
    }

    private Stmt with(Token tag) {
        List<Target> targets = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        List<String> found = new ArrayList<>();
        while (!tokens.peek().is(Kind.BLOCK_END)) {
            if (!targets.isEmpty()) {
                tokens.expect(",");
            }
            targets.add(oneTarget(false, found));
            tokens.expect("=");
            values.add(expressions.expression());
        }
        return new Stmt.With(targets, values, scoped(() -> {
            found.forEach(names::parameter);
            return closed(tag, "endwith");
        }));
    }

    /** What is captured cannot leave the loop around it. */
    private List<Stmt> outsideLoops(Supplier<List<Stmt>> body) {
        int around = loops;
        loops = 0;
        List<Stmt> statements = body.get();
        loops = around;
        return statements;
    }
}
