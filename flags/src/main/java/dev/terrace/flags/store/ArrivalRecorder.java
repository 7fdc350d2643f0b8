package dev.terrace.flags.store;

import dev.terrace.cache.spi.Host;
import dev.terrace.flags.audit.Observation;
import dev.terrace.flags.audit.Observations;
import dev.terrace.flags.source.SourceEvent;
import dev.terrace.flags.source.SourceListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/*
 * `waiting` holds what has arrived and is not recorded, the latest of each origin; `busy` says that a call is under way. Both are guarded by
 * `this`. One at a time is recorded, in the order of arrival; where that fails it stays, and is tried again after a pause.
 */
/** Records what arrives otherwise than through the door, now or when the store answers. Thread-safe. */
final class ArrivalRecorder implements SourceListener {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int LONGEST = 200;
    private static final int MOST = 1_000;

    private final String node;
    private final Observations observations;
    private final Host host;
    private final Map<String, Observation> waiting = new LinkedHashMap<>();
    private boolean busy;

    ArrivalRecorder(String node, Observations observations, Host host) {
        this.node = node;
        this.observations = observations;
        this.host = host;
    }

    @Override
    public void onEvent(SourceEvent event) {
        if (event instanceof SourceEvent.Arrived arrived) {
            String origin = arrived.source().length() <= LONGEST
                    ? arrived.source()
                    : arrived.source().substring(0, LONGEST);
            String content =
                    "environment " + arrived.environment() + ", variables " + new TreeSet<>(arrived.variables());
            add(new Observation(node, origin, arrived.digest(), content));
        }
    }

    private void add(Observation observation) {
        synchronized (this) {
            waiting.remove(observation.origin());
            waiting.put(observation.origin(), observation);
            if (waiting.size() > MOST) {
                waiting.remove(waiting.keySet().iterator().next());
            }
            if (busy) {
                return;
            }
            busy = true;
        }
        next();
    }

    private void next() {
        Observation first;
        synchronized (this) {
            first = waiting.isEmpty() ? null : waiting.values().iterator().next();
            busy = first != null;
        }
        if (first == null) {
            return;
        }
        try {
            var unused = observations.record(first).whenComplete((isNew, failure) -> done(first, failure));
        } catch (RuntimeException failure) {
            done(first, failure);
        }
    }

    private void done(Observation observation, @Nullable Throwable failure) {
        if (failure == null) {
            synchronized (this) {
                waiting.remove(observation.origin(), observation);
            }
            next();
        } else {
            host.time().schedule(PAUSE, this::next);
        }
    }
}
