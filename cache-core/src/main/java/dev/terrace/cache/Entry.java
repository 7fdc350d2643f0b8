package dev.terrace.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/*
 * A value on the heap, with what is needed to judge it: the fingerprints of its key and of the names it rests on, when it was
 * brought and until when it is fresh, and the generation of the view at which it was last believed. 48 bytes with compressed
 * references, for which the time that it was brought is counted coarsely; and an array only where there are dependencies. It is the answer of a lookup as well, so that a hit allocates nothing.
 * What only a conditional loader needs is in a class of its own, which overrides nothing that a hit calls.
 *
 * `believed` is written by any reader that has judged the entry, without order: a reader that sees an older one judges again.
 */
/** An entry of the heap tier. Thread-safe. */
sealed class Entry<V extends @Nullable Object> implements Lookup.Found<V> permits ValidatedEntry {

    private static final VarHandle BELIEVED = believedHandle();
    /** Units of 67 ms; an int of them tells ages up to four years, also where the clock's long begins anew. */
    private static final int UNIT_BITS = 26;

    /** Beside the value: a hit needs the two of them. */
    @SuppressWarnings({"FieldMayBeFinal", "UnusedVariable"}) // read and written through BELIEVED
    private long believed;

    private final V value;
    private final long key;
    private final long[] names;
    private final long deadlineNanos;
    private final int broughtUnits;

    /**
     * An entry.
     *
     * @param broughtNanos when it was loaded, put or copied from a far tier, on the monotonic clock
     * @param deadlineNanos until when it is fresh
     * @param believed the generation at which it was last believed
     */
    Entry(V value, long key, long[] names, long broughtNanos, long deadlineNanos, long believed) {
        this(value, key, names, units(broughtNanos), deadlineNanos, believed);
    }

    private Entry(V value, long key, long[] names, int broughtUnits, long deadlineNanos, long believed) {
        this.value = value;
        this.key = key;
        this.names = names;
        this.broughtUnits = broughtUnits;
        this.deadlineNanos = deadlineNanos;
        this.believed = believed;
    }

    /** The same, believed at another generation. */
    Entry(Entry<V> entry, long generation) {
        this(entry.value, entry.key, entry.names, entry.broughtUnits, entry.deadlineNanos, generation);
    }

    @Override
    public final V value() {
        return value;
    }

    @Override
    public final boolean isFound() {
        return true;
    }

    @Override
    public final V orElse(V other) {
        return value;
    }

    final long key() {
        return key;
    }

    final long[] names() {
        return names;
    }

    /** Whether its freshness ends before another one's. */
    final boolean endsBefore(Entry<?> other) {
        return deadlineNanos - other.deadlineNanos < 0;
    }

    /** How long its freshness is over; negative while it is fresh. */
    final long past(long nanos) {
        return nanos - deadlineNanos;
    }

    private static int units(long nanos) {
        return (int) (nanos >>> UNIT_BITS);
    }

    /** How long ago it was brought. */
    final long age(long nanos) {
        return (long) Math.max(0, units(nanos) - broughtUnits) << UNIT_BITS;
    }

    /** Opaque: a long that is never torn, with no order, is all that the comparison on a hit needs. */
    final long believed() {
        return (long) BELIEVED.getOpaque(this);
    }

    /** The same value, believed at another generation. */
    Entry<V> believedAt(long generation) {
        return new Entry<>(this, generation);
    }

    final void believe(long generation) {
        BELIEVED.setOpaque(this, generation);
    }

    @Override
    public final String toString() {
        return "Found";
    }

    private static VarHandle believedHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Entry.class, "believed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
