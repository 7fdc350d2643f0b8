package dev.terrace.cache.internal.log;

import dev.terrace.cache.spi.Position;
import org.jspecify.annotations.Nullable;

/*
 * The judgements of View once more, for people: each says which of its conditions does not hold. They are the same conditions, apart only
 * because judging must cost next to nothing and telling need not. A test holds the two against each other over random histories.
 *
 * What names an invalidation comes before what speaks of everything, so that the answer is of use.
 */
/**
 * Why an entry is not believed.
 *
 * @param name which of the names that the entry rests on, where it is a dependency
 * @param sequence where in the log the reason stands, {@link #PENDING} if it is an own one that the log has not acknowledged; 0 if unknown
 */
public record Doubt(Kind kind, int name, long sequence) {

    /** The sequence of what is not in the log yet. */
    public static final long PENDING = NameTable.PENDING;

    /** What stands against it. */
    public enum Kind {
        /** Its key was invalidated. */
        KEY,
        /** A dependency was. */
        DEPENDENCY,
        /** Its whole cache was. */
        CACHE,
        /** The whole namespace was. */
        NAMESPACE,
        /** This node has forgotten invalidations that came after it, for it remembers so many only. */
        FORGOTTEN,
        /** The heap's floor: the log was lost, out of reach, or did not reach back. */
        FLOOR,
        /** Keys were appended to a new log again, some of which this node may have missed. */
        REPEATED,
        /** The log has not been read to its end since it was found, lost or connected to. */
        UNREAD,
        /** It was stored without a position. */
        UNSTAMPED,
        /** It was stamped under another log. */
        OTHER_EPOCH,
        /** Its position was issued twice, as the log went back. */
        REISSUED,
        /** The log does not remember dependencies as far back. */
        HORIZON
    }

    private Doubt(Kind kind) {
        this(kind, -1, 0);
    }

    private Doubt(Kind kind, long sequence) {
        this(kind, -1, sequence);
    }

    /** Why {@link View#trustsHeap} does not trust an entry; null if it does. */
    public static @Nullable Doubt onHeap(View view, long believed, Mark cache, long key, long[] names) {
        if (view.trustsHeap(believed, cache, key, names)) {
            return null; // also by the last changes, which know of more than the tables do
        }
        NameTable keys = view.keys;
        if (keys.generation(key) > believed) {
            return new Doubt(Kind.KEY, keys.sequence(key));
        }
        NameTable dependencies = view.dependencies;
        for (int i = 0; i < names.length; i++) {
            if (dependencies.generation(names[i]) > believed) {
                return new Doubt(Kind.DEPENDENCY, i, dependencies.sequence(names[i]));
            }
        }
        if (cache.generation() > believed) {
            return new Doubt(Kind.CACHE, cache.sequence());
        }
        if (view.namespace.generation() > believed) {
            return new Doubt(Kind.NAMESPACE, view.namespace.sequence());
        }
        if (view.heapFloor > believed) {
            return new Doubt(Kind.FLOOR);
        }
        return new Doubt(Kind.FORGOTTEN);
    }

    /** Why {@link View#trustsFar} does not trust an entry for a read that begins now; null if it does. */
    public static @Nullable Doubt afar(
            View view, Mark cache, long key, Position placed, Position stamped, long[] names) {
        if (!placed.isKnown()) {
            return new Doubt(Kind.UNSTAMPED);
        }
        if (!view.isCurrent()) {
            return new Doubt(Kind.UNREAD);
        }
        long epoch = view.position().epoch();
        if (placed.epoch() != epoch || (names.length > 0 && stamped.epoch() != epoch)) {
            return new Doubt(Kind.OTHER_EPOCH);
        }
        Doubt superseded = superseded(view, cache, key, placed.sequence());
        if (superseded != null) {
            return superseded;
        }
        if (view.isReissued(placed.sequence())) {
            return new Doubt(Kind.REISSUED);
        }
        return names.length == 0 ? null : ofNames(view, stamped.sequence(), names);
    }

    private static @Nullable Doubt superseded(View view, Mark cache, long key, long placed) {
        long own = view.keys.sequence(key);
        if (own > placed) {
            return new Doubt(Kind.KEY, own);
        }
        if (cache.sequence() > placed) {
            return new Doubt(Kind.CACHE, cache.sequence());
        }
        if (view.namespace.sequence() > placed) {
            return new Doubt(Kind.NAMESPACE, view.namespace.sequence());
        }
        long repeated = view.repeatsFloor();
        return repeated > placed ? new Doubt(Kind.REPEATED, repeated) : null;
    }

    private static @Nullable Doubt ofNames(View view, long stamped, long[] names) {
        NameTable table = view.dependencies;
        for (int i = 0; i < names.length; i++) {
            long sequence = table.sequence(names[i]);
            if (sequence > stamped) {
                return new Doubt(Kind.DEPENDENCY, i, sequence);
            }
        }
        if (view.horizon > stamped) {
            return new Doubt(Kind.HORIZON, view.horizon);
        }
        if (view.isReissued(stamped)) {
            return new Doubt(Kind.REISSUED);
        }
        return table.forgottenSequence() > stamped ? new Doubt(Kind.FORGOTTEN, table.forgottenSequence()) : null;
    }
}
