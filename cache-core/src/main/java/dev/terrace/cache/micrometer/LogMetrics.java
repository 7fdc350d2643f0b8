package dev.terrace.cache.micrometer;

import dev.terrace.cache.ListenerStats;
import dev.terrace.cache.LogStats;
import dev.terrace.cache.Terrace;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of a namespace's invalidation log ({@code terrace.log.*}) and of its listeners ({@code terrace.events}), without those of its
 * caches.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class LogMetrics implements MeterBinder {

    private final Terrace terrace;
    private final Iterable<Tag> tags;

    /**
     * Makes a binder.
     *
     * @param terrace the namespace
     * @param tags tags for all meters
     */
    public LogMetrics(Terrace terrace, Iterable<Tag> tags) {
        this.terrace = terrace;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "terrace.log.names", "Names whose last invalidation this node remembers", LogStats::names);
        gauge(registry, "terrace.log.lag", "Invalidations heard of that this node has not read", LogStats::lag);
        TimeGauge.builder(
                        "terrace.log.age",
                        terrace,
                        TimeUnit.NANOSECONDS,
                        t -> t.logStats().age().toNanos())
                .description("Time since the last read of the log that succeeded was sent")
                .tags(tags)
                .register(registry);
        gauge(registry, "terrace.log.pending", "Own names that the log has not acknowledged", LogStats::pending);
        count(registry, "terrace.log.applied", "Invalidations of other nodes applied", LogStats::applied);
        count(registry, "terrace.log.epochs", "Logs met; above 1 the log was lost or replaced", LogStats::epochs);
        count(registry, "terrace.log.gaps", "Times the log no longer reached back to this node", LogStats::gaps);
        count(registry, "terrace.log.forks", "Times the log went back or lost what it had taken", LogStats::forks);
        count(
                registry,
                "terrace.log.appended.again",
                "Invalidations told to another log again",
                LogStats::appendedAgain);
        count(registry, "terrace.log.silences", "Times no write reached the log for too long", LogStats::silences);
        count(registry, "terrace.log.widened", "Overflows that invalidated the namespace", LogStats::widened);
        listeners(registry, "told", "Events that listeners were told", ListenerStats::told);
        listeners(registry, "failed", "Events at which a listener threw", ListenerStats::failed);
        listeners(
                registry,
                "dropped",
                "Events that a listener was not told, for too many waited",
                ListenerStats::dropped);
    }

    private void listeners(MeterRegistry registry, String outcome, String what, ToLongFunction<ListenerStats> figure) {
        FunctionCounter.builder(
                        "terrace.events",
                        terrace,
                        t -> t.listenerStats().stream().mapToLong(figure).sum())
                .description(what)
                .tags(tags)
                .tag("outcome", outcome)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<LogStats> figure) {
        Gauge.builder(name, terrace, t -> figure.applyAsDouble(t.logStats()))
                .description(what)
                .tags(tags)
                .register(registry);
    }

    private void count(MeterRegistry registry, String name, String what, ToDoubleFunction<LogStats> figure) {
        FunctionCounter.builder(name, terrace, t -> figure.applyAsDouble(t.logStats()))
                .description(what)
                .tags(tags)
                .register(registry);
    }
}
