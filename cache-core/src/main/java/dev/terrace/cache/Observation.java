package dev.terrace.cache;

import dev.terrace.cache.internal.log.View;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the observers of one cache of its reads. Never throws. Thread-safe. */
final class Observation<K> {

    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);

    private final String cache;
    private final View view;
    private final ReadObserver<? super K>[] observers;
    private final AtomicBoolean failed = new AtomicBoolean();

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of what the list holds
    Observation(String cache, View view, List<ReadObserver<? super K>> observers) {
        this.cache = cache;
        this.view = view;
        this.observers = observers.toArray(new ReadObserver[0]);
    }

    /** The heap has answered a read, or has not. */
    void read(K key, @Nullable Entry<?> entry) {
        try {
            for (ReadObserver<? super K> observer : observers) {
                if (entry == null) {
                    observer.missed(key);
                } else if (observer.samples(key)) {
                    observer.hit(key, entry.age(view.coarseNanos()));
                }
            }
        } catch (RuntimeException failure) {
            complain(failure);
        }
    }

    private void complain(RuntimeException failure) {
        if (!failed.getAndSet(true)) {
            LOG.warn("An observer of cache '{}' throws; it misses reads, and this is said once", cache, failure);
        }
    }
}
