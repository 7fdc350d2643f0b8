package dev.terrace.cache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.EventKind;
import dev.terrace.cache.LogStats;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.fake.World.Node;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerraceMetricsTest {

    private final World world = new World();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        registry.close();
        world.close();
    }

    @Test
    void meters_ofCachesTiersAndLog_sayWhatTheStatisticsSay() {
        Node node = world.node(cache -> cache.listener(event -> {
                    if (event.kind() == EventKind.INVALIDATION) {
                        throw new IllegalStateException("planted");
                    }
                })
                .loader((key, load) -> {
                    if (key.startsWith("bad")) {
                        throw new IllegalStateException("planted");
                    }
                    return "value";
                }));
        new TerraceMetrics(node.terrace(), Tags.of("service", "shop")).bindTo(registry);

        node.cache().get("a");
        node.cache().get("a");
        node.cache().get("a");
        node.cache().put("b", "put");
        node.cache().invalidate("a");
        node.cache().async().get("bad").handle((value, failure) -> failure).join();
        World.until(() -> node.cache().stats().tiers().get(1).puts() >= 2);

        assertThat(counter("cache.gets", "result", "hit")).isEqualTo(2);
        assertThat(counter("cache.gets", "result", "miss")).isEqualTo(2);
        assertThat(counter("cache.puts")).isEqualTo(1);
        assertThat(counter("cache.removals")).isEqualTo(1);
        assertThat(counter("terrace.cache.loads", "outcome", "success")).isEqualTo(1);
        assertThat(counter("terrace.cache.loads", "outcome", "failure")).isEqualTo(1);
        assertThat(counter("terrace.cache.tier.gets", "tier", "heap", "result", "hit"))
                .isEqualTo(2);
        assertThat(counter("terrace.cache.tier.gets", "tier", "near", "result", "miss"))
                .isEqualTo(2);
        assertThat(counter("terrace.cache.tier.gets", "tier", "far", "result", "miss"))
                .isEqualTo(2);
        assertThat(counter("terrace.cache.tier.puts", "tier", "near", "result", "stored"))
                .isEqualTo((double) node.cache().stats().tiers().get(1).puts());
        assertThat(registry.get("terrace.cache.tier.duration")
                        .tags("tier", "near", "operation", "get")
                        .functionTimer()
                        .count())
                .isEqualTo(2);
        World.until(() -> counter("terrace.events", "outcome", "failed") == 2); // b is put, a invalidated
        assertThat(counter("terrace.events", "outcome", "told")).isGreaterThanOrEqualTo(2);
        assertThat(counter("terrace.events", "outcome", "dropped")).isZero();
        LogStats log = node.terrace().logStats();
        assertThat(counter("terrace.log.epochs"))
                .isEqualTo((double) log.epochs())
                .isPositive();
        assertThat(registry.get("terrace.log.names").gauge().value())
                .isEqualTo(log.names())
                .isEqualTo(2);
        assertThat(registry.get("terrace.log.pending").gauge().value()).isZero();
        assertThat(registry.get("terrace.log.lag").gauge().value()).isZero();
        assertThat(registry.get("terrace.log.age").timeGauge().value(TimeUnit.NANOSECONDS))
                .isEqualTo((double) log.age().toNanos());
        for (String counted : new String[] {"applied", "gaps", "forks", "appended.again", "silences", "widened"}) {
            assertThat(counter("terrace.log." + counted)).as(counted).isZero();
        }
    }

    private double counter(String name, String... tags) {
        return registry.get(name)
                .tags("service", "shop")
                .tags(tags)
                .functionCounter()
                .count();
    }
}
