package dev.terrace.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.flags.BooleanFlag;
import dev.terrace.spring.autoconfigure.TerraceAutoConfiguration;
import dev.terrace.spring.autoconfigure.TerraceCacheAutoConfiguration;
import dev.terrace.spring.autoconfigure.TerraceFlagsAutoConfiguration;
import dev.terrace.spring.autoconfigure.TerraceHealthAutoConfiguration;
import dev.terrace.spring.autoconfigure.TerraceMetricsAutoConfiguration;
import dev.terrace.spring.autoconfigure.TerraceObservationAutoConfiguration;
import dev.terrace.spring.flags.RequestFlags;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class TerraceMetricsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("terrace.flags.locations=classpath:shop-flags.yaml")
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class,
                    TerraceAutoConfiguration.class,
                    TerraceFlagsAutoConfiguration.class,
                    TerraceHealthAutoConfiguration.class,
                    TerraceMetricsAutoConfiguration.class,
                    TerraceObservationAutoConfiguration.class));

    private ApplicationContextRunner metered() {
        return runner.withBean(SimpleMeterRegistry.class);
    }

    private static Set<String> keys(Meter meter) {
        return meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void caches_builtLate_areBound_withTheTagsOfBoot() {
        metered().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            Cache<String, String> late = context.getBean(Terrace.class)
                    .cache("late", String.class, String.class)
                    .loader((key, load) -> "text")
                    .build();
            late.get("a");
            late.get("a");

            assertThat(registry.get("cache.gets")
                            .tags("cache", "late", "name", "late", "cache.manager", "cacheManager", "result", "hit")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("cache.gets")
                            .tag("result", "miss")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("terrace.cache.tier.gets")
                            .tags("tier", "heap", "result", "hit")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("terrace.cache.tier.open").gauge().value()).isZero();
            assertThat(registry.get("terrace.log.lag").gauge().value()).isZero();
            assertThat(registry.get("terrace.health.score")
                            .tag("tier", "all")
                            .gauge()
                            .value())
                    .isBetween(90.0, 100.0);
            assertThat(registry.get("terrace.health.score")
                            .tag("tier", "redis")
                            .gauge()
                            .value())
                    .as("it is not used")
                    .isNaN();
        });
    }

    @Test
    void meters_ofCaches_haveNoTierTag_andNoTagOfAKey() {
        metered().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            Cache<String, String> cache = context.getBean(Terrace.class)
                    .cache("texts", String.class, String.class)
                    .loader((key, load) -> "text of " + key)
                    .build();
            cache.get("a secret key");
            List<Meter> meters = registry.getMeters();
            assertThat(meters.stream().filter(meter -> meter.getId().getName().startsWith("cache.")))
                    .isNotEmpty()
                    .allSatisfy(meter -> assertThat(keys(meter))
                            .contains("cache", "name", "cache.manager")
                            .doesNotContain("tier"));
            assertThat(meters)
                    .allSatisfy(meter -> assertThat(meter.getId().toString()).doesNotContain("a secret key"));
            assertThat(meters.stream().filter(meter -> meter.getId().getName().startsWith("terrace.cache.")))
                    .isNotEmpty()
                    .allSatisfy(meter -> assertThat(keys(meter))
                            .isSubsetOf("cache", "name", "cache.manager", "tier", "result", "outcome", "operation"));
        });
    }

    @Test
    void cachesOfSpring_areBound_thoseOfTheStartAndLateOnes_eachOnce() {
        metered()
                .withUserConfiguration(Caching.class)
                .withConfiguration(AutoConfigurations.of(
                        TerraceCacheAutoConfiguration.class,
                        CacheAutoConfiguration.class,
                        CacheMetricsAutoConfiguration.class))
                .withPropertyValues("terrace.cache.caches.early.heap.maximum-size=10")
                .run(context -> {
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    CacheManager manager = context.getBean(CacheManager.class);
                    for (String name : List.of("early", "late")) {
                        org.springframework.cache.Cache cache = Objects.requireNonNull(manager.getCache(name));
                        cache.get("a");
                        cache.put("a", "text");
                        cache.get("a");
                        assertThat(registry.find("cache.gets")
                                        .tags(
                                                "cache",
                                                name,
                                                "name",
                                                name,
                                                "cache.manager",
                                                "cacheManager",
                                                "result",
                                                "hit")
                                        .functionCounters())
                                .singleElement()
                                .satisfies(hits -> assertThat(hits.count()).isEqualTo(1));
                        assertThat(registry.get("terrace.cache.tier.gets")
                                        .tags(
                                                "cache",
                                                name,
                                                "cache.manager",
                                                "cacheManager",
                                                "tier",
                                                "heap",
                                                "result",
                                                "hit")
                                        .functionCounter()
                                        .count())
                                .isEqualTo(1);
                        assertThat(registry.find("cache.size")
                                        .tag("cache", name)
                                        .gauges())
                                .hasSize(1);
                        assertThat(registry.find("cache.removals")
                                        .tag("cache", name)
                                        .meter())
                                .as("of Spring's caches there are the standard meters, and no others")
                                .isNull();
                    }
                });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {}

    @Test
    void flags_evaluationsAreCounted() {
        metered().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            context.getBean(RequestFlags.class).isOn(BooleanFlag.of("old_prices", false));
            assertThat(registry.get("feature_flag.evaluation")
                            .tags("feature_flag.key", "old_prices", "feature_flag.result.variant", "on")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("terrace.flags.version").gauge().value()).isEqualTo(7);
            assertThat(registry.find("terrace.flags.exposures").meter()).isNull();
        });
    }

    @Test
    void observations_areMadeWhereThereIsARegistry_unlessTheyAreNotWanted() {
        TestObservationRegistry observations = TestObservationRegistry.create();
        ApplicationContextRunner observed = runner.withBean(ObservationRegistry.class, () -> observations);
        observed.withPropertyValues("terrace.observations.enabled=false")
                .run(context -> load(context.getBean(Terrace.class)));
        TestObservationRegistryAssert.assertThat(observations).doesNotHaveAnyObservation();
        observed.run(context -> load(context.getBean(Terrace.class)));
        TestObservationRegistryAssert.assertThat(observations)
                .hasSingleObservationThat()
                .hasNameEqualTo("terrace.cache.load");
    }

    private static void load(Terrace terrace) {
        terrace.cache("loads", String.class, String.class)
                .loader((key, load) -> "text")
                .build()
                .get("a");
    }

    @Test
    void meters_withoutMicrometer_orWithoutARegistry_areLeftOut() {
        runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheMeters.class));
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        TerraceAutoConfiguration.class,
                        TerraceFlagsAutoConfiguration.class,
                        TerraceHealthAutoConfiguration.class,
                        TerraceMetricsAutoConfiguration.class,
                        TerraceObservationAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Terrace.class));
        metered()
                .withClassLoader(new FilteredClassLoader("dev.terrace.flags"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(CacheMeters.class));
    }

    @Test
    void meters_ofTheApplication_areLeftAlone() {
        metered()
                .withUserConfiguration(Own.class)
                .run(context ->
                        assertThat(context).hasSingleBean(CacheMeters.class).hasBean("ownMeters"));
    }

    static class Own {
        @Bean
        CacheMeters ownMeters(Terrace terrace) {
            return new CacheMeters(terrace, name -> false, () -> "own");
        }
    }
}
