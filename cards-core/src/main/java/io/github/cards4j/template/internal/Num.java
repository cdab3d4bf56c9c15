package io.github.cards4j.template.internal;

import java.math.BigDecimal;
import java.math.BigInteger;

/** A number: in Python, {@code True} is one too. Equal numbers are equal whatever their type. */
abstract sealed class Num implements Value permits Num.Bool, Num.Int, Num.Real {

    private final String type;
    private final double real;

    private Num(String type, double real) {
        this.type = type;
        this.real = real;
    }

    static Bool of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    static Int of(long value) {
        return new Int(BigInteger.valueOf(value));
    }

    /** Its value, rounded. */
    final double real() {
        return real;
    }

    @Override
    public final String type() {
        return type;
    }

    @Override
    public final boolean truth() {
        return real != 0;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Num number && same(this, number);
    }

    @Override
    public final int hashCode() {
        return Double.hashCode(real + 0.0);
    }

    /** Python's {@code ==} of numbers: exact, also between integers and floats. */
    private static boolean same(Num a, Num b) {
        if (a instanceof Real || b instanceof Real) {
            double x = a.real;
            double y = b.real;
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                return x == y && a instanceof Real && b instanceof Real;
            }
            return compare(a, b) == 0;
        }
        return ((Whole) a).whole().equals(((Whole) b).whole());
    }

    /** Neither may be NaN. */
    static int compare(Num a, Num b) {
        if (a instanceof Real && Double.isInfinite(a.real) || b instanceof Real && Double.isInfinite(b.real)) {
            return Double.compare(a.real, b.real);
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(Num number) {
        return number instanceof Whole integer ? new BigDecimal(integer.whole()) : new BigDecimal(number.real);
    }

    /** A number without fraction. */
    sealed interface Whole permits Bool, Int {
        BigInteger whole();
    }

    /** Python's {@code bool}. */
    static final class Bool extends Num implements Whole {

        private static final Bool TRUE = new Bool(true);
        private static final Bool FALSE = new Bool(false);

        private final boolean value;

        private Bool(boolean value) {
            super("bool", value ? 1 : 0);
            this.value = value;
        }

        boolean value() {
            return value;
        }

        @Override
        public BigInteger whole() {
            return value ? BigInteger.ONE : BigInteger.ZERO;
        }
    }

    /** Python's {@code int}, of at most {@value #MAX_BITS} bits: about as many digits as Python prints. */
    static final class Int extends Num implements Whole {

        static final int MAX_BITS = 14_000;

        private final BigInteger whole;

        Int(BigInteger whole) {
            super("int", whole.doubleValue());
            if (whole.bitLength() > MAX_BITS) {
                throw new Fault("an integer is too large: more than " + MAX_BITS + " bits");
            }
            this.whole = whole;
        }

        @Override
        public BigInteger whole() {
            return whole;
        }

        @Override
        public long weight() {
            return 1L + whole.bitLength() / 64;
        }
    }

    /** Python's {@code float}. */
    static final class Real extends Num {

        Real(double value) {
            super("float", value);
        }

        double value() {
            return real();
        }
    }
}
