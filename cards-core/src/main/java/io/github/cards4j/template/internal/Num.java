package io.github.cards4j.template.internal;

import java.math.BigDecimal;
import java.math.BigInteger;

/** A number: in Python, {@code True} is one too. Equal numbers are equal whatever their type. */
sealed interface Num extends Value permits Num.Bool, Num.Int, Num.Real {

    Bool TRUE = new Bool(true);
    Bool FALSE = new Bool(false);

    static Bool of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static Int of(long value) {
        return new Int(BigInteger.valueOf(value));
    }

    double real();

    /** Python's {@code ==} of numbers: exact, also between integers and floats. */
    static boolean same(Num a, Num b) {
        if (a instanceof Real || b instanceof Real) {
            double x = a.real();
            double y = b.real();
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                return x == y && a instanceof Real && b instanceof Real;
            }
            return compare(a, b) == 0;
        }
        return ((Whole) a).whole().equals(((Whole) b).whole());
    }

    /** Neither may be NaN. */
    static int compare(Num a, Num b) {
        if (a instanceof Real x && Double.isInfinite(x.value)) {
            return Double.compare(x.value, b.real());
        }
        if (b instanceof Real y && Double.isInfinite(y.value)) {
            return Double.compare(a.real(), y.value);
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(Num number) {
        return number instanceof Real real ? new BigDecimal(real.value) : new BigDecimal(((Whole) number).whole());
    }

    private static int hash(Num number) {
        return Double.hashCode(number.real() + 0.0);
    }

    /** A number without fraction. */
    sealed interface Whole permits Bool, Int {
        BigInteger whole();
    }

    /** Python's {@code bool}. */
    record Bool(boolean value) implements Num, Whole {
        @Override
        public BigInteger whole() {
            return value ? BigInteger.ONE : BigInteger.ZERO;
        }

        @Override
        public double real() {
            return value ? 1 : 0;
        }

        @Override
        public boolean truth() {
            return value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Num number && same(this, number);
        }

        @Override
        public int hashCode() {
            return hash(this);
        }

        @Override
        public String type() {
            return "bool";
        }
    }

    /** Python's {@code int}, of at most {@value #MAX_BITS} bits: about as many digits as Python prints. */
    record Int(BigInteger whole) implements Num, Whole {

        static final int MAX_BITS = 14_000;

        public Int {
            if (whole.bitLength() > MAX_BITS) {
                throw new Fault("an integer is too large: more than " + MAX_BITS + " bits");
            }
        }

        @Override
        public double real() {
            return whole.doubleValue();
        }

        @Override
        public long weight() {
            return 1L + whole.bitLength() / 64;
        }

        @Override
        public boolean truth() {
            return whole.signum() != 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Num number && same(this, number);
        }

        @Override
        public int hashCode() {
            return hash(this);
        }

        @Override
        public String type() {
            return "int";
        }
    }

    /** Python's {@code float}. */
    record Real(double value) implements Num {
        @Override
        public double real() {
            return value;
        }

        @Override
        public boolean truth() {
            return value != 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Num number && same(this, number);
        }

        @Override
        public int hashCode() {
            return hash(this);
        }

        @Override
        public String type() {
            return "float";
        }
    }
}
