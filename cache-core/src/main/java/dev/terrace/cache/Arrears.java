package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.cache.spi.Time;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * The removals and puts that a far tier could not take, the last one of each key. Without them an old entry would be trusted again once
 * the log has forgotten the key. They are sent again until the tier has them: at once where it answers and only this call was too many, else
 * every second; one batch at a time, and a single one while the tier's breaker is not closed. So a tier that is back is met by as many
 * batches at a time as there are caches.
 *
 * A value is judged again when it is sent, and waits until the log is read again: the own invalidations that were queued have been
 * sent by then, since a put has no position before. What is not trusted any more, or over, is sent as a removal. Values are kept up to
 * VALUES and VALUE_BYTES, and above that only their removal is owed. Above MAXIMUM the whole cache is invalidated instead: that is a
 * floor, which the log never forgets.
 *
 * One that the tier refuses by itself, such as a key of another type, must not hold up the others: a batch that fails is halved, and its first
 * goes to the end.
 *
 * State under this object's lock: `owed`, `values`, `bytes`, `sending`, `size`. The tier is called outside of it.
 */
/** What one cache owes one far tier. Thread-safe. */
final class Arrears {

    static final int MAXIMUM = 50_000;
    static final int VALUES = 10_000;
    static final long VALUE_BYTES = 16 << 20;
    static final int BATCH = 500;
    private static final long BATCH_BYTES = 1 << 20;

    /**
     * What is owed of one key.
     *
     * @param placed its place among the writes of its key
     * @param value what was put; null where it is only removed
     * @param sinceNanos when it was put, on the monotonic clock
     */
    record Debt(Digest key, Position placed, @Nullable Parcel value, long sinceNanos) {

        long bytes() {
            return value == null ? 0 : value.payload().bytes().length;
        }
    }

    private final FarTier<?> tier;
    private final Time time;
    private final BooleanSupplier caughtUp;
    private final Runnable onOverflow;
    private final Map<Digest, Debt> owed = new LinkedHashMap<>();
    private int values;
    private long bytes;
    private boolean sending;
    private int size = BATCH;

    /** What is owed to a tier; values are sent while {@code caughtUp} says that the log was read. */
    Arrears(FarTier<?> tier, Time time, BooleanSupplier caughtUp, Runnable onOverflow) {
        this.tier = tier;
        this.time = time;
        this.caughtUp = caughtUp;
        this.onOverflow = onOverflow;
    }

    /** Removes a key from the tier, now or when it can. */
    void remove(Digest key, Position placed) {
        tier.write(List.of(tier.packing().tombstone(key, placed)), false).thenAccept(written -> {
            if (!written) {
                owe(new Debt(key, placed, null, 0));
            }
        });
    }

    /** The tier could not take what was put. */
    void put(Parcel value, Position placed, long sinceNanos) {
        owe(new Debt(value.key(), placed, value, sinceNanos));
    }

    private void owe(Debt debt) {
        boolean overflow;
        synchronized (this) {
            tier.distrust(debt.key);
            Debt old = owed.get(debt.key);
            if (old == null || old.placed.compareTo(debt.placed) < 0) {
                keep(fitting(debt, old));
            }
            overflow = owed.size() > MAXIMUM;
        }
        if (overflow) {
            onOverflow.run();
            forgive();
        } else if (tier.isUp()) {
            retry();
        }
    }

    private Debt fitting(Debt debt, @Nullable Debt old) {
        boolean replaces = old != null && old.value != null;
        boolean fits = debt.value == null
                || ((replaces || values < VALUES)
                        && bytes - (old == null ? 0 : old.bytes()) + debt.bytes() <= VALUE_BYTES);
        return fits ? debt : new Debt(debt.key, debt.placed, null, 0);
    }

    private void keep(Debt debt) {
        drop(debt.key); // so that it stands at the end
        owed.put(debt.key, debt);
        values += debt.value == null ? 0 : 1;
        bytes += debt.bytes();
    }

    private void drop(Digest key) {
        Debt old = owed.remove(key);
        if (old != null) {
            values -= old.value == null ? 0 : 1;
            bytes -= old.bytes();
        }
    }

    /** The whole cache has been invalidated, which covers all that was owed. */
    private synchronized void forgive() {
        owed.keySet().forEach(tier::trust);
        owed.clear();
        values = 0;
        bytes = 0;
    }

    /** Tries again, if anything is owed. Never blocks. */
    void retry() {
        boolean withValues = caughtUp.getAsBoolean();
        List<Debt> batch;
        synchronized (this) {
            if (sending) {
                return;
            }
            batch = next(withValues);
            sending = !batch.isEmpty();
        }
        if (batch.isEmpty()) {
            return;
        }
        tier.write(batch.stream().map(this::write).toList(), true).thenAccept(written -> {
            synchronized (this) {
                sending = false;
                if (written) {
                    batch.forEach(this::paid);
                    size = Math.min(BATCH, 2 * size);
                } else {
                    size = tier.isUp() ? Math.max(1, batch.size() / 2) : size;
                    batch.stream()
                            .limit(1)
                            .filter(first -> first.equals(owed.get(first.key)))
                            .forEach(this::keep);
                }
            }
            if (written) {
                retry();
            }
        });
    }

    private List<Debt> next(boolean withValues) {
        int most = tier.isUp() ? size : 1;
        List<Debt> batch = new ArrayList<>();
        long together = 0;
        for (Debt debt : owed.values()) {
            if (batch.size() == most || together > BATCH_BYTES) {
                break;
            }
            if (withValues || debt.value == null) {
                batch.add(debt);
                together += debt.bytes();
            }
        }
        return batch;
    }

    private TierWrite write(Debt debt) {
        Parcel value = debt.value;
        TierWrite late = value == null ? null : tier.late(value, debt.placed, time.nanoTime() - debt.sinceNanos);
        return late == null ? tier.packing().tombstone(debt.key, debt.placed) : late;
    }

    private void paid(Debt debt) {
        if (debt.equals(owed.get(debt.key))) {
            drop(debt.key);
            tier.trust(debt.key);
        }
    }

    synchronized int size() {
        return owed.size();
    }
}
