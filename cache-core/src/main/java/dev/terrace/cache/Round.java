package dev.terrace.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * The reads of one getAll whose flights bring what is too old for them would each fly again, one key at a time. So they wait until all flights
 * of the round have landed, and fly again together. Whoever counts the last one down begins the next round.
 *
 * The count begins at one for whoever boards, so that nothing begins before all have boarded.
 */
/** One attempt of the reads of a getAll. Thread-safe. */
final class Round<K, V extends @Nullable Object> implements Reads.Again<K, V> {

    /** A read whose flight was too old for it. */
    record Late<K, V extends @Nullable Object>(
            Reading<K, V> reading, Reads.Aboard<K, V> aboard, CompletableFuture<@Nullable Served<V>> answer) {}

    private final AtomicInteger flying = new AtomicInteger(1);
    private final ConcurrentLinkedQueue<Late<K, V>> late = new ConcurrentLinkedQueue<>();
    private final Consumer<List<Late<K, V>>> next;

    /** A round; {@code next} lets those fly again that must, and never throws. */
    Round(Consumer<List<Late<K, V>>> next) {
        this.next = next;
    }

    /** One more boards. */
    void boards() {
        flying.incrementAndGet();
    }

    @Override
    public CompletableFuture<@Nullable Served<V>> fly(Reading<K, V> reading, Reads.Aboard<K, V> aboard) {
        Late<K, V> one = new Late<>(reading, aboard, new CompletableFuture<>());
        late.add(one);
        landed();
        return one.answer;
    }

    /** One has its answer or has failed, or all have boarded. */
    @Override
    public void landed() {
        if (flying.decrementAndGet() == 0 && !late.isEmpty()) {
            next.accept(List.copyOf(late));
        }
    }
}
