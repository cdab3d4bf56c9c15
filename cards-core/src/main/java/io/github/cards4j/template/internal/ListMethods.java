package io.github.cards4j.template.internal;

import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Methods of lists and tuples. */
final class ListMethods {

    private ListMethods() {}

    /** The method of this name, bound to the list, or null. */
    static @Nullable Function find(Items items, String name) {
        Function.Body body =
                switch (name) {
                    case "count" ->
                        (args, frame) -> Num.of((long) Collections.frequency(
                                items.values(), args.bind("value").get("value")));
                    case "index" -> (args, frame) -> index(items, args);
                    case "copy" -> items.kind() == Items.Kind.LIST ? (args, frame) -> items : null;
                    default -> null;
                };
        return body == null
                ? null
                : new Function(name, (args, frame) -> {
                    frame.run().charge(items.weight());
                    return body.call(args, frame);
                });
    }

    private static Value index(Items items, Args args) {
        int index = items.values().indexOf(args.bind("value").get("value"));
        if (index < 0) {
            throw new Fault("value is not in " + items.type());
        }
        return Num.of((long) index);
    }
}
