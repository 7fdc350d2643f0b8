package dev.terrace.cache;

import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The stamp is taken when the run is made, before the loader is called; all its flights have the same one. Each is judged for itself when
 * it is stored.
 *
 * What is offered for revalidation is judged after the stamp was taken. So an invalidation from before the stamp is seen here, and a
 * later one by whoever reads what is stored under the stamp. A node that could not know of invalidations offers nothing: it would begin a new
 * life for what may have been invalidated long ago.
 */
/** One call of a loader: its flights, its stamp, and what became of each flight. Its thread's, until the loader has returned. */
final class Run<K, V extends @Nullable Object> {

    private final CacheSpec<K, V> spec;
    private final Stores<K, V> stores;
    private final Parts parts;
    private final List<Flight<K, V>> flights;
    private final long generation;
    private final Position position;
    private final long beganNanos;
    private final List<@Nullable Loaded<V>> loaded;
    private final List<@Nullable Throwable> failures;

    Run(CacheSpec<K, V> spec, Stores<K, V> stores, Parts parts, List<Flight<K, V>> flights, long now) {
        View view = parts.view();
        this.spec = spec;
        this.stores = stores;
        this.parts = parts;
        this.flights = flights;
        generation = view.generation();
        position = view.position();
        flights.forEach(flight -> flight.stamped(generation));
        beganNanos = now;
        loaded = blank(flights.size());
        failures = blank(flights.size());
    }

    private static <T> List<@Nullable T> blank(int size) {
        List<@Nullable T> blank = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            blank.add(null);
        }
        return blank;
    }

    String cache() {
        return spec.name();
    }

    int size() {
        return flights.size();
    }

    Flight<K, V> flight(int i) {
        return flights.get(i);
    }

    List<Flight<K, V>> flights() {
        return flights;
    }

    K key(int i) {
        return flights.get(i).key();
    }

    long generation() {
        return generation;
    }

    /** How long ago it began. */
    long age(long now) {
        return now - beganNanos;
    }

    /** What this node or a far tier has of a key, with a validator and trusted now, however old it is; the one that was fresh for longest. */
    @Nullable
    ValidatedEntry<V> old(int i) {
        if (!parts.hearsInvalidations()) {
            return null;
        }
        Flight<K, V> flight = flights.get(i);
        ValidatedEntry<V> best = offerable(stores.stale(flight.key()), null);
        best = offerable(entry(flight.staleYet()), best);
        return offerable(entry(flight.freshYet()), best);
    }

    private static <V extends @Nullable Object> @Nullable Entry<V> entry(Flight.@Nullable Offer<V> offer) {
        return offer == null ? null : offer.entry();
    }

    private @Nullable ValidatedEntry<V> offerable(@Nullable Entry<V> entry, @Nullable ValidatedEntry<V> other) {
        return entry instanceof ValidatedEntry<V> validated
                        && stores.isTrusted(validated)
                        && (other == null || other.endsBefore(validated))
                ? validated
                : other;
    }

    Declarations declarations() {
        return new Declarations(spec.name(), spec.fixed());
    }

    /**
     * The source has a value.
     *
     * @throws RuntimeException if it cannot be kept
     */
    void brought(int i, V value, @Nullable String validator, Declarations declared) {
        if (value == null && !spec.nullable()) {
            throw new CacheLoadException("the loader of cache '" + spec.name()
                    + "' returned null: declare the cache nullable() if that means 'none', or throw");
        }
        Content<V> content = spec.contentOf(key(i), value, validator, declared);
        Digest digest = flights.get(i).digest();
        loaded.set(i, new Loaded<>(digest, stores.entry(content, digest, generation), position, content));
    }

    /** The source has a value of one of several keys; if it cannot be kept that key fails. */
    void each(int i, V value, Declarations declared) {
        try {
            brought(i, value, null, declared);
        } catch (RuntimeException refused) {
            refused(i, refused);
        }
    }

    /** What was brought cannot be kept. */
    void refused(int i, RuntimeException failure) {
        loaded.set(i, null);
        failures.set(i, failure);
    }

    /** The source has no value of one of several keys. */
    @SuppressWarnings("NullAway") // the cache is nullable, and so is V
    void leftOut(int i, Declarations declared) {
        if (spec.nullable()) {
            each(i, null, declared);
        } else {
            flights.get(i).leftOut(FarTier.fingerprints(declared.names()));
        }
    }

    /** There is no answer for any key. */
    void failed(Throwable failure) {
        Collections.fill(loaded, null);
        Collections.fill(failures, failure);
    }

    /** What was brought; null if the key failed or was left out. */
    @Nullable
    Loaded<V> loaded(int i) {
        return loaded.get(i);
    }

    /** Whether the source has no value of a key. */
    boolean wasLeftOut(int i) {
        return loaded.get(i) == null && failures.get(i) == null;
    }

    /** What a key has failed with, if it has. */
    @Nullable
    Throwable failure(int i) {
        return failures.get(i);
    }
}
