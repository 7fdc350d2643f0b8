package dev.terrace.cache;

import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.TierEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/*
 * Group commit for reads. One that finds fewer than DIRECT calls under way is sent at once, by its own thread; nobody ever waits for company. Others
 * wait for the next answer, and whoever brings that sends all of them as one call before it answers those whom it has an answer for. So the
 * batches are as large as the load makes them, and no time is set.
 *
 * A call is one to everybody who counts: one outcome for the breaker, one of the calls under way, one timer. It takes what is left of the
 * tier's timeout to its eldest. Who has waited for more than half of that is not taken along, for the tier is too slow, and his wait would be the
 * others' haste.
 *
 * State: a slot of `underWay` is taken before the queue is emptied, and the queue is looked at again after a slot was given back; who
 * waits is in the queue before he looks for a slot. So one of the two sees the other, and nobody is left behind.
 */
/** Single reads of one tier's server, which go together where there are many. Thread-safe. */
final class GatheredReads {

    static final int DIRECT = 4;
    static final int MOST = 256;
    /** From so many on who wait, the threads between which a batch is handed are paid for. Twice DIRECT readers are never that many. */
    static final int CROWD = DIRECT;
    /** Above this nobody waits; what cannot be sent at once is a miss. */
    static final int MOST_WAITING = 16 * MOST;

    /** Calls the tier, which may be refused. */
    interface Call {

        /**
         * Reads distinct keys; the eldest of them has waited so long. An entry for each, or a failure.
         *
         * @return null if the tier may not be called now
         */
        @Nullable
        CompletableFuture<List<@Nullable TierEntry>> of(List<Digest> keys, long waitedNanos);
    }

    /** What those end with for whom the tier was not called. */
    static final class NotCalledException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotCalledException() {
            super("the tier was not called", null, false, false);
        }
    }

    private static final class Waiting extends CompletableFuture<@Nullable TierEntry> {

        private final Digest key;
        private final long sinceNanos;
        /** Another one who waits for the same key, in the same batch. */
        private @Nullable Waiting twin;

        Waiting(Digest key, long sinceNanos) {
            this.key = key;
            this.sinceNanos = sinceNanos;
        }
    }

    private final Call call;
    private final LongSupplier clock;
    private final long patienceNanos;
    private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Reads that wait so long at most before they are sent. */
    GatheredReads(Call call, LongSupplier clock, long patienceNanos) {
        this.call = call;
        this.clock = clock;
        this.patienceNanos = patienceNanos;
    }

    /** Reads a key, now or with others. */
    CompletableFuture<@Nullable TierEntry> read(Digest key, long nowNanos) {
        Waiting reader = new Waiting(key, nowNanos);
        if (queue.isEmpty() && takesSlot()) {
            send(List.of(reader), 0);
            depart();
        } else if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            reader.completeExceptionally(new NotCalledException());
        } else {
            queue.add(reader);
            depart();
        }
        return reader;
    }

    /** Whether so many wait to be taken along that a batch of them is cheaper than calls of their own. */
    boolean isCrowded() {
        return waiting.get() >= CROWD;
    }

    private boolean takesSlot() {
        for (int taken = underWay.get(); taken < DIRECT; taken = underWay.get()) {
            if (underWay.compareAndSet(taken, taken + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Sends those who wait, as far as there are slots. */
    private void depart() {
        while (!queue.isEmpty() && takesSlot()) {
            long now = clock.getAsLong();
            List<Waiting> batch = new ArrayList<>();
            while (batch.size() < MOST) {
                Waiting next = queue.poll();
                if (next == null) {
                    break;
                }
                waiting.decrementAndGet();
                if (now - next.sinceNanos > patienceNanos) {
                    next.completeExceptionally(new NotCalledException());
                } else {
                    batch.add(next);
                }
            }
            if (batch.isEmpty()) {
                underWay.decrementAndGet();
            } else {
                send(batch, now - batch.get(0).sinceNanos);
            }
        }
    }

    /** Sends a batch for which there is a slot. Its answer sends those who wait by then. */
    private void send(List<Waiting> batch, long waitedNanos) {
        List<Waiting> readers = batch.size() == 1 ? batch : distinct(batch);
        CompletableFuture<List<@Nullable TierEntry>> answer = call.of(keys(readers), waitedNanos);
        if (answer == null) {
            underWay.decrementAndGet();
            NotCalledException refused = new NotCalledException();
            batch.forEach(reader -> reader.completeExceptionally(refused));
            return;
        }
        answer.whenComplete((entries, failure) -> {
            underWay.decrementAndGet();
            depart();
            for (int i = 0; i < readers.size(); i++) {
                for (Waiting reader = readers.get(i); reader != null; reader = reader.twin) {
                    if (failure == null) {
                        reader.complete(entries.get(i));
                    } else {
                        reader.completeExceptionally(failure);
                    }
                }
            }
        });
    }

    private static List<Digest> keys(List<Waiting> readers) {
        if (readers.size() == 1) {
            return List.of(readers.get(0).key);
        }
        List<Digest> keys = new ArrayList<>(readers.size());
        readers.forEach(reader -> keys.add(reader.key));
        return keys;
    }

    /** Who waits for a key of his own; the others are hung behind them. */
    private static List<Waiting> distinct(List<Waiting> batch) {
        Map<Digest, Waiting> byKey = new HashMap<>(2 * batch.size());
        List<Waiting> distinct = new ArrayList<>(batch.size());
        for (Waiting reader : batch) {
            Waiting first = byKey.putIfAbsent(reader.key, reader);
            if (first == null) {
                distinct.add(reader);
            } else {
                reader.twin = first.twin;
                first.twin = reader;
            }
        }
        return distinct;
    }
}
