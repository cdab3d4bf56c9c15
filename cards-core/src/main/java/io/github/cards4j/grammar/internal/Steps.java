package io.github.cards4j.grammar.internal;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How texts are read: from places over a byte or a special token to places. */
final class Steps {

    private Steps() {}

    /** Where the byte leads; nowhere if it cannot follow. Places from which no text ends are left out. */
    static List<Place> over(List<Place> from, int read) {
        if (from.size() == 1) {
            Node node = from.get(0).node();
            Stack stack = from.get(0).stack();
            if (node.plain() && (!node.ends || Stack.ends(stack))) {
                Node to = node.on(read);
                Place place = to == null ? null : Place.of(to, stack);
                return place == null || !place.alive() ? List.of() : List.of(place);
            }
        }
        Set<Place> found = new LinkedHashSet<>(4);
        for (Place place : from) {
            over(place.node(), place.stack(), read, found);
        }
        return List.copyOf(found);
    }

    private static void over(Node node, @Nullable Stack stack, int read, Set<Place> found) {
        Node to = node.on(read);
        if (to != null) {
            Place place = Place.of(to, stack);
            if (place.alive()) {
                found.add(place);
            }
        }
        for (Node same : node.same) {
            over(same, stack, read, found);
        }
        for (Node.Call call : node.calls) {
            over(call.rule(), Stack.push(call.then(), stack), read, found);
        }
        if (node.ends && stack != null && !Stack.ends(stack)) {
            over(stack.top, stack.below, read, found);
        }
    }

    /** Where the special token leads. */
    static List<Place> overSpecial(List<Place> from, int token) {
        Set<Place> found = new LinkedHashSet<>(4);
        for (Place place : from) {
            specials(place.node(), place.stack(), (special, stack) -> {
                Place to = Place.of(special.to(), stack);
                if (special.token() == token && to.alive()) {
                    found.add(to);
                }
            });
        }
        return List.copyOf(found);
    }

    interface SpecialFound {
        void accept(Node.Special special, @Nullable Stack stack);
    }

    /** The special tokens that may come next. */
    static void specials(Node node, @Nullable Stack stack, SpecialFound found) {
        node.specials.forEach(special -> found.accept(special, stack));
        node.same.forEach(same -> specials(same, stack, found));
        node.calls.forEach(call -> specials(call.rule(), Stack.push(call.then(), stack), found));
        if (node.ends && stack != null && !Stack.ends(stack)) {
            specials(stack.top, stack.below, found);
        }
    }

    /** Whether the text, or everything above the base, may end here. */
    static boolean mayEnd(Node node, @Nullable Stack stack) {
        if (node.ends && (stack == null || Stack.ends(stack) || mayEnd(stack.top, stack.below))) {
            return true;
        }
        for (Node same : node.same) {
            if (mayEnd(same, stack)) {
                return true;
            }
        }
        for (Node.Call call : node.calls) {
            if (mayEnd(call.rule(), Stack.push(call.then(), stack))) {
                return true;
            }
        }
        return false;
    }

    /** Bytes that may come next. */
    static void bytes(Node node, @Nullable Stack stack, BitSet found) {
        for (Node.Edge edge : node.edges) {
            if (Place.of(edge.to(), stack).alive()) {
                found.set(edge.low(), edge.high() + 1);
            }
        }
        node.same.forEach(same -> bytes(same, stack, found));
        node.calls.forEach(call -> bytes(call.rule(), Stack.push(call.then(), stack), found));
        if (node.ends && stack != null && !Stack.ends(stack)) {
            bytes(stack.top, stack.below, found);
        }
    }
}
