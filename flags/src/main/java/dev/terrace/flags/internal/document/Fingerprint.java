package dev.terrace.flags.internal.document;

import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.DocumentNode.Scalar;
import dev.terrace.flags.internal.document.DocumentNode.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * 64 bits of what a piece of a document says, wherever it stands in it. They tell two states of one document apart, and are
 * no defence against somebody who seeks two that agree. Stateless.
 */
public final class Fingerprint {

    private static final long PRIME = 0x9e3779b97f4a7c15L;

    private Fingerprint() {}

    /** Of a piece; null is one of its own. */
    public static long of(@Nullable DocumentNode node) {
        if (node == null) {
            return 0;
        }
        if (node instanceof Scalar scalar) {
            Object value = scalar.value();
            return value == null ? 1 : mix(mix(2, value.getClass().getName()), value.toString());
        }
        if (node instanceof Sequence sequence) {
            long print = 3;
            for (DocumentNode item : sequence.items()) {
                print = mix(print, of(item));
            }
            return print;
        }
        long print = 4;
        for (var entry : ((Mapping) node).entries().entrySet()) {
            print = mix(mix(print, entry.getKey()), of(entry.getValue()));
        }
        return print;
    }

    /** One that goes by both. */
    public static long mix(long print, long more) {
        long mixed = (Long.rotateLeft(print, 29) ^ more) * PRIME;
        return mixed ^ (mixed >>> 32);
    }

    /** One that goes by both. */
    public static long mix(long print, String more) {
        long mixed = mix(print, more.length());
        for (int i = 0; i < more.length(); i++) {
            mixed = mix(mixed, more.charAt(i));
        }
        return mixed;
    }
}
