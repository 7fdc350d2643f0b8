package dev.terrace.cache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.analytics.CacheAnalytics;
import dev.terrace.cache.analytics.Hearing;
import dev.terrace.cache.fake.FakeTime;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnalyticsMetricsTest {

    private final FakeTime time = new FakeTime();
    private final Hearing hearing = new Hearing();
    private final Terrace terrace = Terrace.builder("test")
            .time(time)
            .executor(Runnable::run)
            .listener(hearing, Hearing::settings)
            .build();
    private final CacheAnalytics<String> analytics = CacheAnalytics.<String>builder(terrace)
            .hearing(hearing)
            .verify(verifier -> verifier.source(key -> "value").share(1))
            .build();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        registry.close();
        analytics.close();
        terrace.close();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name)
                .tags("service", "shop", "cache", "texts")
                .tags(tags)
                .gauge()
                .value();
    }

    private double counter(String name, String... tags) {
        return registry.get(name)
                .tags("service", "shop", "cache", "texts")
                .tags(tags)
                .functionCounter()
                .count();
    }

    @Test
    void meters_sayWhatTheSnapshotSays_andHaveNoKeys() {
        Cache<String, String> cache = analytics.watch(terrace.cache("texts", String.class, String.class)
                .heap(heap -> heap.maximumSize(100)) // so few that all reads are looked at
                .loader((key, load) -> {
                    time.advance(Duration.ofMillis(100));
                    return "value";
                }));
        new AnalyticsMetrics(analytics, Tags.of("service", "shop")).bindTo(registry);
        assertThat(gauge("terrace.cache.heap.predicted", "scale", "2.0")).isNaN();

        cache.get("secret");
        cache.get("secret");
        cache.get("secret");
        cache.get("secret");
        cache.invalidate("secret");
        cache.get("secret");
        time.advance(Duration.ofMinutes(2));

        for (String window : new String[] {"5m", "1h"}) {
            assertThat(gauge("terrace.cache.hit.ratio", "window", window)).isEqualTo(0.6);
            assertThat(gauge("terrace.cache.heap.hit.ratio", "window", window)).isEqualTo(0.6);
            assertThat(registry.get("terrace.cache.saved")
                            .tags("window", window)
                            .timeGauge()
                            .value(TimeUnit.MILLISECONDS))
                    .isEqualTo(300);
        }
        for (String window : new String[] {"10s", "1m"}) {
            assertThat(gauge("terrace.cache.hit.ratio", "window", window)).isEqualTo(1);
        }
        assertThat(registry.get("terrace.cache.age")
                        .tags("quantile", "0.99")
                        .timeGauge()
                        .value(TimeUnit.NANOSECONDS))
                .isEqualTo((double) analytics
                        .snapshot()
                        .window(Duration.ofMinutes(5))
                        .orElseThrow()
                        .ages()
                        .p99()
                        .toNanos());
        assertThat(gauge("terrace.cache.heap.predicted", "scale", "1.0")).isEqualTo(0.6);
        assertThat(gauge("terrace.cache.heap.predicted", "scale", "4.0")).isEqualTo(0.6);
        assertThat(counter("terrace.cache.samples", "outcome", "recorded")).isEqualTo(5);
        assertThat(counter("terrace.cache.samples", "outcome", "dropped")).isZero();
        for (String delay : new String[] {"1s", "10s", "1m"}) {
            assertThat(counter("terrace.cache.consistency", "place", "heap", "delay", delay, "result", "consistent"))
                    .isEqualTo(1);
            for (String result : new String[] {"inconsistent", "undecided", "nothing"}) {
                assertThat(counter("terrace.cache.consistency", "place", "heap", "delay", delay, "result", result))
                        .isZero();
            }
            assertThat(gauge("terrace.cache.consistency.nines", "place", "heap", "delay", delay))
                    .isZero();
        }
        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().toString()).doesNotContain("secret"));
    }

    @Test
    void bindTo_beforeACacheIsWatched_saysWhatToDo() {
        assertThatThrownBy(() -> new AnalyticsMetrics(analytics, Tags.empty()).bindTo(registry))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("watch(builder)");
    }
}
