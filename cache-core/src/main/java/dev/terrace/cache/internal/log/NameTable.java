package dev.terrace.cache.internal.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/*
 * Fingerprint of a name -> (generation, sequence) of its last invalidation, in 24 bytes a slot at a load of at most one half.
 *
 * One writer at a time (the view's lock); readers take no lock. A slot's values are written before its fingerprint, the
 * fingerprint with release; a reader that finds the fingerprint therefore finds values at least as new. Generation and
 * sequence are read by different judgements, never together, so that they need no common moment. Growing and forgetting
 * build new arrays and publish them through one volatile field; a reader in the old arrays sees what was true when it began,
 * and the view's generation moves after every write, so that whoever reads later judges again.
 *
 * Nothing is removed singly. When the table is full, the older half (by generation) is forgotten, and the newest generation and
 * sequence among them are kept: nothing below can be vouched for any more. They are written before the new arrays, so a reader
 * that asks for a name first and for what was forgotten second never misses an invalidation. Pending names are kept.
 */
final class NameTable {

    /** The sequence of a name whose last invalidation has not been acknowledged yet. */
    static final long PENDING = Long.MAX_VALUE;

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private record Slots(long[] fingerprints, long[] generations, long[] sequences, int mask) {

        static Slots of(int capacity) {
            return new Slots(new long[capacity], new long[capacity], new long[capacity], capacity - 1);
        }

        /** The slot that holds the fingerprint, or the complement of the free one where it belongs. */
        int find(long fingerprint) {
            int slot = (int) (fingerprint ^ (fingerprint >>> 32)) & mask;
            while (true) {
                long found = (long) LONGS.getAcquire(fingerprints, slot);
                if (found == fingerprint) {
                    return slot;
                }
                if (found == 0) {
                    return ~slot;
                }
                slot = (slot + 1) & mask;
            }
        }
    }

    private final int maximum;
    private volatile Slots slots = Slots.of(64);
    private int size;
    private long forgottenGeneration;
    private long forgottenSequence;
    /** One writer. */
    private final AtomicLong taken = new AtomicLong();

    NameTable(int maximum) {
        this.maximum = maximum;
    }

    /** The generation of the name's last invalidation, 0 if none is remembered. */
    long generation(long fingerprint) {
        Slots current = slots;
        int slot = current.find(fingerprint);
        return slot < 0 ? 0 : (long) LONGS.getOpaque(current.generations, slot);
    }

    /** The sequence of the name's last invalidation, {@link #PENDING}, or 0 if none is remembered. */
    long sequence(long fingerprint) {
        Slots current = slots;
        int slot = current.find(fingerprint);
        return slot < 0 ? 0 : (long) LONGS.getOpaque(current.sequences, slot);
    }

    /** Remembers an invalidation; answers whether older ones had to be forgotten for it. */
    boolean record(long fingerprint, long generation, long sequence) {
        Slots current = slots;
        int slot = current.find(fingerprint);
        if (slot >= 0) {
            LONGS.setOpaque(current.generations, slot, generation);
            LONGS.setOpaque(current.sequences, slot, sequence);
            return false;
        }
        boolean forgot = size >= maximum;
        if (forgot) {
            forgetOlderHalf();
        }
        int capacity = slots.mask + 1;
        if (2 * (size + 1) > capacity) {
            copy(2 * capacity, 0);
        }
        insert(slots, fingerprint, generation, sequence);
        size++;
        taken.setRelease(taken.getPlain() + 1);
        return forgot;
    }

    /** Gives a remembered name another sequence; its generation stays. */
    void sequence(long fingerprint, long sequence) {
        Slots current = slots;
        int slot = current.find(fingerprint);
        if (slot >= 0) {
            LONGS.setOpaque(current.sequences, slot, sequence);
        }
    }

    /** How many names were new here so far. */
    long taken() {
        return taken.get();
    }

    /** How many names are remembered at most. */
    int maximum() {
        return maximum;
    }

    /** How many names are remembered. */
    int size() {
        return size;
    }

    long forgottenGeneration() {
        return forgottenGeneration;
    }

    long forgottenSequence() {
        return forgottenSequence;
    }

    private void forgetOlderHalf() {
        Slots current = slots;
        long[] generations = new long[size];
        int count = 0;
        for (int i = 0; i <= current.mask; i++) {
            if (current.fingerprints[i] != 0) {
                generations[count++] = current.generations[i];
            }
        }
        Arrays.sort(generations, 0, count);
        copy(current.mask + 1, generations[count / 2]);
    }

    /** Copies what is newer than a generation, or pending, into fresh arrays. */
    private void copy(int capacity, long after) {
        Slots old = slots;
        Slots fresh = Slots.of(capacity);
        size = 0;
        for (int i = 0; i <= old.mask; i++) {
            if (old.fingerprints[i] == 0) {
                continue;
            }
            if (old.generations[i] > after || old.sequences[i] == PENDING) {
                insert(fresh, old.fingerprints[i], old.generations[i], old.sequences[i]);
                size++;
            } else {
                forgottenGeneration = Math.max(forgottenGeneration, old.generations[i]);
                forgottenSequence = Math.max(forgottenSequence, old.sequences[i]);
            }
        }
        slots = fresh;
    }

    private static void insert(Slots into, long fingerprint, long generation, long sequence) {
        int slot = ~into.find(fingerprint);
        LONGS.setOpaque(into.generations, slot, generation);
        LONGS.setOpaque(into.sequences, slot, sequence);
        LONGS.setRelease(into.fingerprints, slot, fingerprint);
    }
}
