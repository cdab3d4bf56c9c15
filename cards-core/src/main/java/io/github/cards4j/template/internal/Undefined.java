package io.github.cards4j.template.internal;

/**
 * A variable, attribute or element that is not there: prints as nothing, is false and empty, and everything else fails.
 *
 * @param hint what is missing, for the message
 */
record Undefined(String hint) implements Value {

    static Undefined variable(String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    /** What a subscript or attribute access did not find. */
    static Undefined member(Value of, Value name) {
        if (name instanceof Text text) {
            return new Undefined("'" + of.type() + " object' has no attribute '" + text.string() + "'");
        }
        return new Undefined(
                of.type() + " object has no element " + Repr.repr(name).string());
    }

    Fault fault() {
        return new Fault(hint);
    }

    @Override
    public boolean truth() {
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Undefined;
    }

    @Override
    public int hashCode() {
        return 7;
    }

    @Override
    public String type() {
        return "Undefined";
    }
}
