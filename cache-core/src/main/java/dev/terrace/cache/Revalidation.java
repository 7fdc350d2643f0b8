package dev.terrace.cache;

import dev.terrace.cache.internal.envelope.Envelope;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ConditionalLoader} answers.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <V> the type of the value
 * @since 0.1.0
 */
public final class Revalidation<V extends @Nullable Object> {

    private static final Revalidation<?> NOT_MODIFIED = new Revalidation<>(null, null);

    private final @Nullable V value;
    private final @Nullable String validator;

    private Revalidation(@Nullable V value, @Nullable String validator) {
        this.value = value;
        this.validator = validator;
    }

    /**
     * The old value is still the current one: its life begins anew. Allowed only where an old value was offered.
     *
     * @param <V> the type of the value
     * @return always the same
     */
    @SuppressWarnings("unchecked") // it has no value
    public static <V extends @Nullable Object> Revalidation<V> notModified() {
        return (Revalidation<V>) NOT_MODIFIED;
    }

    /**
     * The value as it is now.
     *
     * @param value the value; null only in a {@linkplain CacheBuilder#nullable() nullable} cache
     * @param validator what its source calls this state of it, 1 to 1,024 bytes of UTF-8
     * @param <V> the type of the value
     * @return an answer
     * @throws IllegalArgumentException if the validator is empty or too long
     */
    public static <V extends @Nullable Object> Revalidation<V> modified(V value, String validator) {
        int bytes = validator.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > Envelope.MAXIMUM_VALIDATOR_BYTES) {
            throw new IllegalArgumentException("a validator must have 1 to " + Envelope.MAXIMUM_VALIDATOR_BYTES
                    + " bytes of UTF-8, this one has " + bytes + ": where there is none use unvalidated(value)");
        }
        return new Revalidation<>(value, validator);
    }

    /**
     * The value as it is now, of which the source gives no validator. It is loaded in full the next time.
     *
     * @param value the value; null only in a {@linkplain CacheBuilder#nullable() nullable} cache
     * @param <V> the type of the value
     * @return an answer
     */
    public static <V extends @Nullable Object> Revalidation<V> unvalidated(V value) {
        return new Revalidation<>(value, null);
    }

    @SuppressWarnings("ReferenceEquality") // there is one
    boolean isNotModified() {
        return this == NOT_MODIFIED;
    }

    @SuppressWarnings("NullAway") // a null is here only where V is nullable
    V value() {
        return value;
    }

    @Nullable
    String validator() {
        return validator;
    }

    /** Its kind alone, for the value may be a secret. */
    @Override
    public String toString() {
        return isNotModified() ? "not modified" : "modified";
    }
}
