package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names that a template uses, so that a call of an unknown function is found before it is made. */
final class Names {

    private final Set<String> bound = new HashSet<>();
    private final Set<String> tested = new HashSet<>();
    private final List<Expr.Name> called = new ArrayList<>();
    private final List<Set<String>> readers = new ArrayList<>();
    private final Scope root = new Scope(null);
    private Scope scope = root;

    /** A variable is read. */
    void read(String name) {
        readers.forEach(names -> names.add(name));
        scope.load(name);
    }

    /** A variable is set here. */
    void stored(String name) {
        bound.add(name);
        scope.store(name);
    }

    /** A variable is set when the present scope begins. */
    void parameter(String name) {
        bound.add(name);
        scope.parameter(name);
    }

    /** The scope that names go into now. */
    Scope scope() {
        return scope;
    }

    Scope root() {
        return root;
    }

    /** Names go into a new scope from here to {@link #leave}. */
    Scope enter() {
        scope = new Scope(scope);
        return scope;
    }

    void leave(Scope outer) {
        scope = outer;
    }

    /** The template looks before it calls. */
    void tested(String name) {
        tested.add(name);
    }

    void called(Expr.Name name) {
        called.add(name);
    }

    /** From here to {@link #end}, the names that are read go into this set too. */
    Set<String> begin() {
        Set<String> names = new HashSet<>();
        readers.add(names);
        return names;
    }

    void end() {
        readers.remove(readers.size() - 1);
    }

    /** Fails if the template calls what nothing defines. */
    void check() {
        for (Expr.Name call : called) {
            if (!bound.contains(call.name()) && !tested.contains(call.name()) && !Globals.has(call.name())) {
                throw new Fault("unknown function '" + call.name() + "'", call.at(), false);
            }
        }
    }
}
