package dev.terrace.flags.internal.rules;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers of any of the JDK's own types, compared by their exact values. */
final class Numbers {

    private static final long EXACT = 1L << 53;

    private Numbers() {}

    /** Whether it can be compared: of a type that is known, finite, and not of an absurd size. */
    static boolean isReal(Number number) {
        if (isWhole(number)) {
            return true;
        }
        if (number instanceof BigInteger big) {
            return big.bitLength() <= 1_024;
        }
        if (number instanceof BigDecimal big) {
            return Math.abs((long) big.scale()) <= 1_024 && big.unscaledValue().bitLength() <= 4_096;
        }
        return (number instanceof Double || number instanceof Float) && Double.isFinite(number.doubleValue());
    }

    static int compare(Number a, Number b) {
        if (isWhole(a) && isWhole(b)) {
            return Long.compare(a.longValue(), b.longValue());
        }
        if (isDouble(a) && isDouble(b)) {
            double left = a.doubleValue();
            double right = b.doubleValue();
            return left < right ? -1 : left > right ? 1 : 0; // -0.0 equals 0.0
        }
        return exact(a).compareTo(exact(b));
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte;
    }

    /** Whether a double has its exact value. */
    private static boolean isDouble(Number number) {
        return number instanceof Double
                || number instanceof Float
                || (isWhole(number) && Math.abs(number.longValue()) <= EXACT && number.longValue() != Long.MIN_VALUE);
    }

    private static BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger big) {
            return new BigDecimal(big);
        }
        // The shortest decimal, so that 0.1 as a double is the 0.1 of a document.
        return isWhole(number) ? BigDecimal.valueOf(number.longValue()) : new BigDecimal(number.toString());
    }
}
