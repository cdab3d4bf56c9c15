package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one part of a template, told before it runs. Jinja decides while compiling where a name lives: one that
 * a part sets without having read it before is that part's own from its beginning, so that even an inner part that runs
 * earlier does not see a variable of the same name that was passed in.
 */
final class Scope {

    /** What happens to names, in the order in which it is written down. */
    private interface Event {}

    private record Load(String name) implements Event {}

    private record Store(String name) implements Event {}

    private record Parameter(String name) implements Event {}

    private record Branches(List<List<Event>> each) implements Event {}

    /** Where the value of a name comes from when the part begins. */
    private enum Origin {
        NOTHING,
        OUTSIDE
    }

    private final @Nullable Scope outer;
    private final List<Scope> inner = new ArrayList<>();
    private List<Event> events = new ArrayList<>();
    private Set<String> known = Set.of();
    private Set<String> hidden = Set.of();

    /** @param outer the part around it; null for the whole template */
    Scope(@Nullable Scope outer) {
        this.outer = outer;
        if (outer != null) {
            outer.inner.add(this);
        }
    }

    void load(String name) {
        events.add(new Load(name));
    }

    void store(String name) {
        events.add(new Store(name));
    }

    void parameter(String name) {
        events.add(new Parameter(name));
    }

    /** Begins to record a branch; give the result to {@link #end}. */
    List<Event> branch() {
        List<Event> before = events;
        events = new ArrayList<>();
        return before;
    }

    /** Ends a branch: what was recorded since {@link #branch}. */
    List<Event> end(List<Event> before) {
        List<Event> recorded = events;
        events = before;
        return recorded;
    }

    void branches(List<Event> then, List<Event> others, List<Event> otherwise) {
        events.add(new Branches(List.of(then, others, otherwise)));
    }

    /** Decides, when the whole template has been read; begin with the outermost. */
    void resolve() {
        Symbols symbols = new Symbols(outer);
        symbols.follow(events);
        known = symbols.origins.keySet();
        Set<String> own = new HashSet<>();
        symbols.origins.forEach((name, origin) -> {
            if (origin == Origin.NOTHING) {
                own.add(name);
            }
        });
        hidden = own;
        inner.forEach(Scope::resolve);
    }

    /** Names that are not defined when this part begins, whatever stands outside. */
    Set<String> hidden() {
        return hidden;
    }

    private boolean knows(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.known.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** Follows the events as Jinja's compiler does. */
    private static final class Symbols {

        private final @Nullable Scope outer;
        private final Map<String, Origin> origins = new HashMap<>();
        private final Set<String> stores = new HashSet<>();

        Symbols(@Nullable Scope outer) {
            this.outer = outer;
        }

        private boolean outside(String name) {
            return outer != null && outer.knows(name);
        }

        void follow(List<Event> events) {
            for (Event event : events) {
                if (event instanceof Load load) {
                    if (!outside(load.name)) {
                        origins.putIfAbsent(load.name, Origin.OUTSIDE);
                    }
                } else if (event instanceof Store store) {
                    stores.add(store.name);
                    origins.putIfAbsent(store.name, outside(store.name) ? Origin.OUTSIDE : Origin.NOTHING);
                } else if (event instanceof Parameter parameter) {
                    stores.add(parameter.name);
                    origins.put(parameter.name, Origin.OUTSIDE);
                } else if (event instanceof Branches branches) {
                    follow(branches);
                }
            }
        }

        private void follow(Branches branches) {
            Map<String, Integer> set = new HashMap<>();
            List<Symbols> all = new ArrayList<>();
            for (List<Event> events : branches.each) {
                Symbols branch = new Symbols(outer);
                branch.origins.putAll(origins);
                branch.stores.addAll(stores);
                branch.follow(events);
                all.add(branch);
                branch.stores.stream()
                        .filter(name -> !stores.contains(name))
                        .forEach(name -> set.merge(name, 1, Integer::sum));
            }
            for (Symbols branch : all) {
                origins.putAll(branch.origins);
                stores.addAll(branch.stores);
            }
            set.forEach((name, count) -> {
                if (count < all.size()) {
                    origins.put(name, Origin.OUTSIDE);
                }
            });
        }
    }
}
