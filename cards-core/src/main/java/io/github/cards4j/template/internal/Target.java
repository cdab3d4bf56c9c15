package io.github.cards4j.template.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What can be assigned to. */
interface Target {

    void assign(Frame frame, Value value);

    /** A variable. */
    record Variable(String name) implements Target {
        @Override
        public void assign(Frame frame, Value value) {
            frame.set(name, value);
        }
    }

    /** An attribute of a namespace. */
    record NamespaceAttribute(At at, String namespace, String attribute) implements Target {
        @Override
        public void assign(Frame frame, Value value) {
            if (!(frame.get(namespace) instanceof Namespace known)) {
                throw new Fault("cannot assign attribute on non-namespace object", at, false);
            }
            known.values().put(attribute, value);
        }
    }

    /** Several, among which a sequence is divided. */
    record Several(At at, List<Target> targets) implements Target {
        @Override
        public void assign(Frame frame, Value value) {
            List<Value> values = new ArrayList<>();
            Iterator<Value> from = Iteration.of(value);
            while (from.hasNext() && values.size() <= targets.size()) {
                values.add(from.next());
            }
            if (values.size() != targets.size()) {
                String problem = values.size() < targets.size() ? "not enough" : "too many";
                throw new Fault(problem + " values to unpack (expected " + targets.size() + ")", at, false);
            }
            for (int i = 0; i < values.size(); i++) {
                targets.get(i).assign(frame, values.get(i));
            }
        }
    }
}
