package dev.terrace.cache.micrometer;

import dev.terrace.cache.analytics.Ages;
import dev.terrace.cache.analytics.AnalyticsSnapshot;
import dev.terrace.cache.analytics.CacheAnalytics;
import dev.terrace.cache.analytics.Consistency;
import dev.terrace.cache.analytics.HeapCurve;
import dev.terrace.cache.analytics.Window;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of the analytics of one cache, beside those of {@link CacheMetrics}: {@code terrace.cache.hit.ratio}, {@code
 * terrace.cache.heap.hit.ratio} and {@code terrace.cache.saved} over windows (window: 10s, 1m, 5m, 1h), {@code terrace.cache.age} over the last
 * five minutes (quantile), {@code terrace.cache.heap.predicted} (scale: the multiple of the present bound; not a number while nothing is
 * known), {@code terrace.cache.samples} (outcome: recorded, dropped), and, with a verifier, {@code terrace.cache.consistency} (place, delay,
 * result: consistent, inconsistent, undecided, nothing) and {@code terrace.cache.consistency.nines}. No meter has a key or a dependency.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class AnalyticsMetrics implements MeterBinder {

    private static final Duration LATELY = Duration.ofMinutes(5);
    private static final List<Double> SCALES = List.of(0.25, 0.5, 1.0, 2.0, 4.0);

    private final CacheAnalytics<?> analytics;
    private final Iterable<Tag> tags;

    /**
     * Makes a binder.
     *
     * @param analytics that watch a cache when this is bound
     * @param tags tags for all meters, beside {@code cache}
     */
    public AnalyticsMetrics(CacheAnalytics<?> analytics, Iterable<Tag> tags) {
        this.analytics = analytics;
        this.tags = Tags.of(tags);
    }

    /**
     * Registers the meters.
     *
     * @param registry where to
     * @throws IllegalStateException if the analytics watch no cache yet
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        AnalyticsSnapshot now = analytics.snapshot();
        Meters meters = new Meters(registry, analytics, Tags.of(tags).and("cache", now.cache()));
        for (Window window : now.windows()) {
            Duration length = window.length();
            Tags over = Tags.of("window", text(length));
            meters.gauge("terrace.cache.hit.ratio", over, of(length, Window::hitRatio));
            meters.gauge("terrace.cache.heap.hit.ratio", over, of(length, Window::heapHitRatio));
            meters.time(
                    "terrace.cache.saved", over, of(length, one -> one.saved().toNanos()));
        }
        meters.time("terrace.cache.age", Tags.of("quantile", "0.5"), age(Ages::p50));
        meters.time("terrace.cache.age", Tags.of("quantile", "0.95"), age(Ages::p95));
        meters.time("terrace.cache.age", Tags.of("quantile", "0.99"), age(Ages::p99));
        for (double scale : SCALES) {
            meters.gauge(
                    "terrace.cache.heap.predicted",
                    Tags.of("scale", Double.toString(scale)),
                    snapshot -> predicted(snapshot, scale));
        }
        meters.count(
                "terrace.cache.samples",
                Tags.of("outcome", "recorded"),
                snapshot -> snapshot.sampling().recorded());
        meters.count(
                "terrace.cache.samples",
                Tags.of("outcome", "dropped"),
                snapshot -> snapshot.sampling().dropped());
        for (int i = 0; i < now.consistency().size(); i++) {
            consistency(meters, now.consistency().get(i), i);
        }
    }

    private static void consistency(Meters meters, Consistency of, int at) {
        Tags tags = Tags.of("place", of.place(), "delay", text(of.delay()));
        meters.gauge(
                "terrace.cache.consistency.nines",
                tags,
                snapshot -> snapshot.consistency().get(at).nines());
        result(meters, tags, at, "consistent", one -> one.checked() - one.inconsistent());
        result(meters, tags, at, "inconsistent", Consistency::inconsistent);
        result(meters, tags, at, "undecided", Consistency::undecided);
        result(meters, tags, at, "nothing", Consistency::nothing);
    }

    private static void result(Meters meters, Tags tags, int at, String result, ToLongFunction<Consistency> figure) {
        meters.count(
                "terrace.cache.consistency",
                tags.and("result", result),
                snapshot -> figure.applyAsLong(snapshot.consistency().get(at)));
    }

    private static ToDoubleFunction<AnalyticsSnapshot> of(Duration length, ToDoubleFunction<Window> figure) {
        return snapshot -> snapshot.window(length).map(figure::applyAsDouble).orElse(Double.NaN);
    }

    private static ToDoubleFunction<AnalyticsSnapshot> age(Function<Ages, Duration> quantile) {
        return of(LATELY, window -> quantile.apply(window.ages()).toNanos());
    }

    private static double predicted(AnalyticsSnapshot snapshot, double scale) {
        HeapCurve curve = snapshot.heap();
        return curve == null ? Double.NaN : curve.hitRatioAt(Math.max(1, Math.round(curve.maximum() * scale)));
    }

    /** A whole number of hours, minutes or seconds. */
    private static String text(Duration length) {
        if (length.toSeconds() % 3_600 == 0) {
            return length.toHours() + "h";
        }
        return length.toSeconds() % 60 == 0 ? length.toMinutes() + "m" : length.toSeconds() + "s";
    }

    /** Registers meters under common tags. */
    private record Meters(MeterRegistry registry, CacheAnalytics<?> analytics, Tags tags) {

        void gauge(String name, Tags more, ToDoubleFunction<AnalyticsSnapshot> figure) {
            Gauge.builder(name, analytics, one -> figure.applyAsDouble(one.snapshot()))
                    .tags(tags.and(more))
                    .register(registry);
        }

        void time(String name, Tags more, ToDoubleFunction<AnalyticsSnapshot> nanos) {
            TimeGauge.builder(name, analytics, TimeUnit.NANOSECONDS, one -> nanos.applyAsDouble(one.snapshot()))
                    .tags(tags.and(more))
                    .register(registry);
        }

        void count(String name, Tags more, ToDoubleFunction<AnalyticsSnapshot> figure) {
            FunctionCounter.builder(name, analytics, one -> figure.applyAsDouble(one.snapshot()))
                    .tags(tags.and(more))
                    .register(registry);
        }
    }
}
