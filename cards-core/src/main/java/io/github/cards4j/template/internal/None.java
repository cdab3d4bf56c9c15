package io.github.cards4j.template.internal;

/** Python's {@code None}. */
enum None implements Value {
    NONE;

    @Override
    public boolean truth() {
        return false;
    }

    @Override
    public String type() {
        return "NoneType";
    }
}
