package dev.terrace.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/*
 * Each key is a read like any other, so that all that is promised of reads holds. What is done together: the flights that these reads open fly as
 * one batch, and reads whose flights bring what is too old for them fly again as one (Round).
 *
 * Where the nearest far tier wishes, a batch goes through it in a few parts: the first is on its way while the keys of the second are
 * digested. Behind that tier all that is left is one batch again, for one statement of the next tier and one call of the loader.
 *
 * A key that cannot be read, for it is too long, ends the call. The flights that were opened before depart all the same, since others may
 * have joined them.
 */
/** One getAll of one cache. To be used by one thread, once. */
final class ManyReads<K, V extends @Nullable Object> {

    private final Reads<K, V> reads;
    private final Reads.Line<K, V> line;
    private final @Nullable Origin<K, V> origin;
    private final Executor lane;

    /** A getAll; without an origin it only looks. */
    ManyReads(Reads<K, V> reads, Reads.Line<K, V> line, @Nullable Origin<K, V> origin, Executor lane) {
        this.reads = reads;
        this.line = line;
        this.origin = origin;
        this.lane = lane;
    }

    CompletableFuture<Map<K, V>> of(Collection<? extends K> keys) {
        Map<K, CompletableFuture<@Nullable Served<V>>> arriving = new LinkedHashMap<>(2 * keys.size());
        List<Flight<K, V>> stale = new ArrayList<>();
        Round<K, V> round = new Round<>(this::flyAgain);
        Batch<K, V> batch = new Batch<>(line.departures(), keys.size());
        try {
            for (K key : keys) {
                arriving.computeIfAbsent(key, same -> one(same, batch, stale, round));
                batch.departFull();
            }
        } finally {
            batch.depart();
            reads.depart(stale, origin);
            round.landed();
        }
        CompletableFuture<Map<K, V>> values = new CompletableFuture<>();
        List<CompletableFuture<@Nullable Served<V>>> all = new ArrayList<>(arriving.values());
        afterAll(all, all.size(), () -> values(arriving, values));
        return values;
    }

    /** Lets reads whose flights were too old for them fly again, together. */
    private void flyAgain(List<Round.Late<K, V>> late) {
        Round<K, V> round = new Round<>(this::flyAgain);
        Batch<K, V> batch = new Batch<>(line.departures(), late.size());
        for (Round.Late<K, V> one : late) {
            Reads.forward(boarded(one.reading(), batch, one.aboard(), round), one.answer());
            batch.departFull();
        }
        batch.depart();
        round.landed();
    }

    /** One key: what the heap has, what is stale and will do, or what a flight brings. */
    private CompletableFuture<@Nullable Served<V>> one(
            K key, Batch<K, V> batch, List<Flight<K, V>> stale, Round<K, V> round) {
        Served<V> near = reads.near(key);
        if (near != null) {
            return CompletableFuture.completedFuture(near);
        }
        Reading<K, V> reading = reads.oneOf(key, origin, lane);
        try {
            Served<V> served = reads.whileRevalidating(reading, due -> reads.revalidate(due, stale));
            if (served != null) {
                return CompletableFuture.completedFuture(served);
            }
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        return reads.answered(reading, aboard -> boarded(reading, batch, aboard, round));
    }

    /** Joins or opens a flight, which departs with the batch; never throws, since others have boarded before. */
    private CompletableFuture<@Nullable Served<V>> boarded(
            Reading<K, V> reading, Batch<K, V> batch, Reads.Aboard<K, V> aboard, Round<K, V> round) {
        round.boards();
        try {
            Flights.Seat<K, V> seat = reads.boarded(line, reading);
            if (seat.opened()) {
                seat.flight().inBatch();
                batch.add(seat.flight(), reading);
            }
            return reads.landed(reading, seat, aboard, round);
        } catch (RuntimeException refused) {
            round.landed();
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Runs something once all have ended. They mostly do so in their order: who waits for the last waits for no other. */
    private static <T extends @Nullable Object> void afterAll(
            List<CompletableFuture<T>> all, int count, Runnable then) {
        int open = count;
        while (open > 0 && all.get(open - 1).isDone()) {
            open--;
        }
        if (open == 0) {
            then.run();
        } else {
            int last = open - 1;
            all.get(last).whenComplete((value, failure) -> afterAll(all, last, then));
        }
    }

    /** The values that are there, once all reads have ended; the failure of the first that has failed. */
    private void values(Map<K, CompletableFuture<@Nullable Served<V>>> arrived, CompletableFuture<Map<K, V>> result) {
        Map<K, V> values = new LinkedHashMap<>(2 * arrived.size());
        try {
            arrived.forEach((key, future) -> {
                Served<V> served = future.join();
                if (served != null) {
                    values.put(key, served.entry().value());
                }
            });
            result.complete(values);
        } catch (RuntimeException failed) {
            result.completeExceptionally(failed);
        }
    }
}
