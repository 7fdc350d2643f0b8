package dev.terrace.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.testkit.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class TerraceHealthTest {

    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** A Redis that is gone. */
    private static final class LostTier implements Tier {

        @Override
        public String name() {
            return "redis";
        }

        @Override
        public void open(Host host) {}

        @Override
        public CompletionStage<List<@Nullable TierEntry>> get(String cache, List<Digest> keys) {
            return CompletableFuture.failedFuture(new IllegalStateException("lost"));
        }

        @Override
        public CompletionStage<Integer> put(String cache, List<TierWrite> writes) {
            return CompletableFuture.failedFuture(new IllegalStateException("lost"));
        }

        @Override
        public CompletionStage<Integer> purge(String cache, Position floor, int limit) {
            return CompletableFuture.completedFuture(0);
        }

        @Override
        public void close() {}
    }

    @Test
    @SuppressWarnings("unchecked")
    void health_withALostRedis_isUp_andSaysSo() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:lostredis;DB_CLOSE_DELAY=-1");
        try (Jdbc jdbc = Jdbc.on(database);
                Terrace terrace = Terrace.builder("lost").log(jdbc.log()).build();
                TerraceHealth health = new TerraceHealth(terrace, true, SILENCE)) {
            Cache<Integer, String> cache = terrace.cache("texts", Integer.class, String.class)
                    .heap(heap -> {})
                    .tier(new LostTier())
                    .loader((key, load) -> "text")
                    .build();
            for (int i = 0; i < 50; i++) {
                cache.get(i);
            }

            Health told = Objects.requireNonNull(new TerraceHealthIndicator(health, Map::of, null).health());

            assertThat(told.getStatus()).isEqualTo(Status.UP);
            TerraceHealth.Report report = health.report();
            HealthScore redis = Objects.requireNonNull(report.tiers().get("redis"));
            assertThat(redis.availability()).isZero();
            assertThat(redis.errorRate()).isZero();
            assertThat(redis.reasons().get(0)).contains("it is not called in 1 of 1 caches");
            assertThat(report.whole().total()).isBetween(40, 80);
            assertThat(report.whole().availability()).isEqualTo(20);
            assertThat(told.getDetails()).containsEntry("log", "reached");
            Map<String, Object> tiers = (Map<String, Object>)
                    Objects.requireNonNull(told.getDetails().get("tiers"));
            assertThat(tiers.keySet()).containsExactly("heap", "redis");
            assertThat((Map<String, Object>) tiers.get("redis")).containsEntry("availability", 0.0);
        }
    }

    @Test
    void report_isOfTheLastMinute() {
        VirtualTime time = new VirtualTime();
        try (Terrace terrace = Terrace.builder("window").time(time).build();
                TerraceHealth health = new TerraceHealth(terrace, false, SILENCE)) {
            Cache<String, String> cache = terrace.cache("texts", String.class, String.class)
                    .loader((key, load) -> {
                        throw new IllegalStateException("no source");
                    })
                    .build();
            assertThat(health.report().whole().total()).isEqualTo(100);
            assertThat(health.report().log()).isNull();
            assertThatThrownBy(() -> cache.get("a")).hasMessage("no source");

            assertThat(health.report().whole().errorRate()).isZero();
            assertThat(health.report().whole().reasons()).containsExactly("100.0% of loads failed");
            time.advance(Duration.ofSeconds(50));
            assertThat(health.report().whole().errorRate()).as("after 50 s").isZero();
            time.advance(Duration.ofSeconds(20));
            assertThat(health.report().whole().total()).as("after 70 s").isEqualTo(100);
        }
    }
}
