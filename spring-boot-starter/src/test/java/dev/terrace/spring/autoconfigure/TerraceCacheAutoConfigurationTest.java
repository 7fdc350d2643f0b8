package dev.terrace.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Terrace;
import dev.terrace.spring.cache.CacheKeyParts;
import dev.terrace.spring.cache.CacheTransactions;
import dev.terrace.spring.cache.TerraceCacheBuilderCustomizer;
import dev.terrace.spring.cache.TerraceCacheManager;
import dev.terrace.spring.cache.TerraceSpringCache;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class TerraceCacheAutoConfigurationTest {

    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TerraceAutoConfiguration.class, TerraceCacheAutoConfiguration.class, CacheAutoConfiguration.class));
    private final ApplicationContextRunner runner = bare.withUserConfiguration(Caching.class);

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {}

    private static TerraceSpringCache cache(ApplicationContext context, String name) {
        return (TerraceSpringCache)
                Objects.requireNonNull(context.getBean(CacheManager.class).getCache(name));
    }

    @Test
    void manager_nothingConfigured_isTerraces() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(TerraceCacheManager.class).hasBean("cacheManager");
            assertThat(context.getBean(CacheManager.class).getCacheNames()).isEmpty();
            Cache made = cache(context, "made");
            made.put("key", "value");
            assertThat(made.get("key", String.class)).isEqualTo("value");
            assertThat(context.getBean(Terrace.class).caches()).hasSize(1);
        });
    }

    @Test
    void manager_withoutCaching_isNotMade() {
        bare.run(context -> assertThat(context).doesNotHaveBean(CacheManager.class));
    }

    @Test
    void manager_ofTheApplication_isLeftAlone() {
        runner.withUserConfiguration(OwnManager.class).run(context -> {
            assertThat(context).hasSingleBean(CacheManager.class);
            assertThat(context.getBean(CacheManager.class)).isInstanceOf(ConcurrentMapCacheManager.class);
            assertThat(context.getBean(CacheInterceptor.class).getClass()).isEqualTo(CacheInterceptor.class);
        });
    }

    @Test
    void manager_resolverOfTheApplication_isLeftAlone() {
        runner.withBean("cacheResolver", Object.class, Object::new)
                .run(context -> assertThat(context)
                        .getFailure()
                        .as("Spring's aspect finds neither a manager nor a resolver")
                        .hasMessageContaining("no CacheResolver specified"));
    }

    @Test
    void manager_otherTypes_areHonoured() {
        runner.withPropertyValues("spring.cache.type=none")
                .run(context -> assertThat(context.getBean(CacheManager.class)).isInstanceOf(NoOpCacheManager.class));
        runner.withPropertyValues("spring.cache.type=simple")
                .run(context ->
                        assertThat(context.getBean(CacheManager.class)).isInstanceOf(ConcurrentMapCacheManager.class));
    }

    @Test
    void manager_disabled_leavesItToBoot() {
        for (String property : new String[] {"terrace.cache.enabled=false", "terrace.enabled=false"}) {
            runner.withPropertyValues(property)
                    .run(context ->
                            assertThat(context.getBean(CacheManager.class)).isNotInstanceOf(TerraceCacheManager.class));
        }
    }

    @Test
    void names_ofSpring_areTheOnlyOnes() {
        runner.withPropertyValues("spring.cache.cache-names=one,two", "terrace.cache.caches.three.tiers=heap")
                .run(context -> {
                    CacheManager manager = context.getBean(CacheManager.class);
                    assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("one", "two", "three");
                    assertThat(manager.getCache("four")).isNull();
                });
    }

    @Test
    void settings_reachTheCache() {
        runner.withPropertyValues(
                        "terrace.cache.defaults.heap.maximum-size=7",
                        "terrace.cache.defaults.allow-null-values=false",
                        "terrace.cache.defaults.depends-on=all",
                        "terrace.cache.caches.big.heap.maximum-size=70",
                        "terrace.cache.caches.big.heap.expire-after-write=1h",
                        "terrace.cache.caches.big.expire-absent-after=1s",
                        "terrace.cache.caches.big.expiry-jitter=0.1",
                        "terrace.cache.caches.big.stale-if-error=1h",
                        "terrace.cache.caches.big.soft-timeout=1s",
                        "terrace.cache.caches.big.deadline=2s",
                        "terrace.cache.caches.big.allow-null-values=true",
                        "terrace.cache.caches.big.depends-on=big",
                        "terrace.cache.caches.sessions.preset=user-sessions")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    var big = Objects.requireNonNull(
                            cache(context, "big").getNativeCache().heap());
                    assertThat(big.maximum()).isEqualTo(70);
                    assertThat(big.expireAfterWrite()).hasHours(1);
                    var small = Objects.requireNonNull(
                            cache(context, "small").getNativeCache().heap());
                    assertThat(small.maximum()).isEqualTo(7);
                    var sessions = Objects.requireNonNull(
                            cache(context, "sessions").getNativeCache().heap());
                    assertThat(sessions.expireAfterWrite()).hasHours(1);
                    assertThat(sessions.maximum()).isEqualTo(7);
                    cache(context, "big").put("key", null);
                    assertThat(cache(context, "big").get("key")).isNotNull();
                    context.getBean(Terrace.class).invalidateDependency("big");
                    assertThat(cache(context, "big").get("key")).isNull();
                    cache(context, "big").put("key", "value");
                    context.getBean(Terrace.class).invalidateDependency("all");
                    assertThat(cache(context, "big").get("key")).isNull();
                });
    }

    @Test
    void customizers_areAppliedInTheirOrder_afterTheProperties() {
        runner.withUserConfiguration(Customizers.class)
                .withPropertyValues("terrace.cache.defaults.heap.maximum-size=7", "terrace.namespace=shop")
                .run(context -> {
                    assertThat(Objects.requireNonNull(cache(context, "any")
                                            .getNativeCache()
                                            .heap())
                                    .maximum())
                            .isEqualTo(3);
                    assertThat(context.getBean(Customizers.class).seen)
                            .containsExactly("terrace", "manager", "first", "second");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {
        final List<String> seen = new ArrayList<>();

        @Bean
        @Order(2)
        TerraceCacheBuilderCustomizer second() {
            return (name, builder) -> {
                seen.add("second");
                builder.heap(heap -> heap.maximumSize(3));
            };
        }

        @Bean
        @Order(1)
        TerraceCacheBuilderCustomizer first() {
            return (name, builder) -> {
                seen.add("first");
                builder.heap(heap -> heap.maximumSize(2));
            };
        }

        @Bean
        CacheManagerCustomizer<TerraceCacheManager> manager() {
            return manager -> seen.add("manager");
        }

        @Bean
        TerraceBuilderCustomizer terraceCustomizer() {
            return builder -> seen.add("terrace");
        }

        @Bean
        CacheKeyParts keyParts() {
            return key -> null;
        }
    }

    @Test
    void optionalClasses_absent_areNotMissed() {
        runner.withClassLoader(new FilteredClassLoader(
                        "io.micrometer", "org.springframework.transaction", "reactor", "org.springframework.boot.data"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).doesNotHaveBean(CacheTransactions.class);
                    assertThat(context).hasSingleBean(TerraceCacheManager.class);
                });
    }

    @Test
    void transactions_disabled_areNotWaitedFor() {
        runner.run(context -> assertThat(context).hasSingleBean(CacheTransactions.class));
        runner.withPropertyValues("terrace.cache.transactions.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(CacheTransactions.class));
    }

    @Test
    void meters_areBoundByBoot_withTheTagsOfEveryCache() {
        runner.withConfiguration(AutoConfigurations.of(CacheMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("spring.cache.cache-names=products")
                .run(context -> {
                    cache(context, "products").get("absent");
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("cache.gets")
                                    .tags(
                                            "cache",
                                            "products",
                                            "name",
                                            "products",
                                            "cache.manager",
                                            "cacheManager",
                                            "result",
                                            "miss")
                                    .functionCounter()
                                    .count())
                            .isOne();
                });
    }

    @Test
    void badValues_areToldWithTheirProperty() {
        bad("terrace.cache.caches.x.heap.maximum-size=0", "maximum-size must be");
        bad("terrace.cache.caches.x.heap.expire-after-write=0ms", "expire-after-write must be");
        bad("terrace.cache.caches.x.redis.timeout=-1s", "timeout must be");
        bad("terrace.cache.caches.x.expiry-jitter=0.6", "expiry-jitter must be 0 to 0.5");
        bad("terrace.cache.caches.x.deadline=0s", "deadline must be");
        bad("terrace.cache.caches.x.preset=lukewarm", "preset");
        bad("terrace.cache.caches.x.tiers=heap,disk", "tiers");
        bad("terrace.cache.caches[no name].tiers=heap", "caches.no name must be 1 to 64");
        bad("terrace.namespace=not a name", "namespace must be 1 to 64");
        bad("terrace.disconnected-after=1ms", "disconnected-after must be 1000ms to");
        bad("terrace.await-log=-1s", "await-log must be");
        bad("terrace.cache.redis.key-prefix=a b", "key-prefix must be");
        bad("terrace.cache.redis.command-timeout=2m", "command-timeout must be");
        bad("terrace.cache.jdbc.schema=1a", "schema must be");
        bad("terrace.cache.jdbc.statement-timeout=2h", "statement-timeout must be");
    }

    private void bad(String property, String reason) {
        ApplicationContextRunner with = property.startsWith("terrace.cache.redis")
                ? runner.withPropertyValues("terrace.cache.redis.url=redis://localhost:1")
                : runner;
        with.withPropertyValues(property).run(context -> {
            assertThat(context).as(property).hasFailed();
            Throwable cause = Objects.requireNonNull(context.getStartupFailure());
            StringBuilder all = new StringBuilder();
            for (Throwable one = cause; one != null; one = one.getCause()) {
                all.append(one.getMessage()).append('\n');
            }
            assertThat(all.toString()).contains(reason);
        });
    }

    @Test
    void mistakes_areAnalysed() {
        analysed("database", "terrace.cache.jdbc.enabled=false", "terrace.cache.jdbc.enabled=true");
        analysed("no address", "Correct it", "terrace.cache.redis.url=redis//localhost");
        analysed("no connection to Redis", "terrace.cache.redis.url", "terrace.cache.redis.enabled=true");
        analysed(
                "the SSL bundle 'mine'",
                "spring.ssl.bundle.pem.mine",
                "terrace.cache.redis.url=rediss://localhost:1",
                "terrace.cache.redis.ssl-bundle=mine");
        analysed("terrace.log is redis", "spring.data.redis.host", "terrace.log=redis");
        analysed("terrace.log is jdbc", "terrace.cache.jdbc.enabled=true", "terrace.log=jdbc");
        analysed(
                "x.tiers (or terrace.cache.defaults.tiers) names jdbc",
                "terrace.cache.jdbc.enabled",
                "terrace.cache.caches.x.tiers=heap,jdbc");
        analysed("names redis", "spring.data.redis.host", "terrace.cache.caches.x.tiers=redis");
        analysed("value-type", "full name of a class", "terrace.cache.caches.x.value-type=java.util.List<No.Such>");
        analysed("softTimeout", "terrace.cache.caches.<name>", "terrace.cache.caches.x.soft-timeout=1s");
    }

    private void analysed(String description, String action, String... properties) {
        runner.withPropertyValues(properties).run(context -> {
            assertThat(context).as("%s", List.of(properties)).hasFailed();
            FailureAnalysis analysis = Failures.analysis(context);
            assertThat(analysis.getDescription().replace("DataSource", "database"))
                    .contains(description);
            assertThat(analysis.getAction()).contains(action);
        });
    }

    @Test
    void twoManagers_areToldApart() {
        runner.withUserConfiguration(TwoManagers.class).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = Failures.analysis(context);
            assertThat(analysis.getDescription()).contains("one", "two");
            assertThat(analysis.getAction()).contains("@Primary", "@Cacheable(cacheManager");
        });
    }

    @Test
    void caches_answerUntilEveryPhaseHasEnded_andAfterAPause() {
        runner.withUserConfiguration(Last.class).run(context -> {
            cache(context, "any").put("key", "value");
            context.stop();
            assertThat(cache(context, "any").get("key", String.class)).isEqualTo("value");
            context.start();
            assertThat(cache(context, "any").get("key", String.class)).isEqualTo("value");
            Last last = context.getBean(Last.class);
            context.close();
            assertThat(last.seen).containsExactly("value", "value");
        });
    }

    /** Stops after everything else, and still reads. */
    @Configuration(proxyBeanMethods = false)
    static class Last implements SmartLifecycle {
        final List<String> seen = new ArrayList<>();
        private final CacheManager manager;
        private boolean running;

        Last(CacheManager manager) {
            this.manager = manager;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            seen.add(String.valueOf(
                    Objects.requireNonNull(manager.getCache("any")).get("key", String.class)));
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return Integer.MIN_VALUE;
        }
    }

    @Test
    void threads_areVirtualWhereTheApplicationsAre() {
        boolean there = Runtime.version().feature() >= 21;
        assertThat(threadOf(runner.withPropertyValues("spring.threads.virtual.enabled=true"))
                        .startsWith("terrace-application-"))
                .isEqualTo(!there);
        assertThat(threadOf(runner)).startsWith("terrace-application-");
    }

    private static String threadOf(ApplicationContextRunner with) {
        AtomicReference<String> name = new AtomicReference<>("");
        with.run(context -> CompletableFuture.runAsync(
                        () -> name.set(Thread.currentThread().getName()),
                        context.getBean(Terrace.class).host().executor())
                .join());
        return name.get();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnManager {
        @Bean
        CacheManager own() {
            return new ConcurrentMapCacheManager();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoManagers {
        @Bean
        CacheManager one() {
            return new ConcurrentMapCacheManager();
        }

        @Bean
        CacheManager two() {
            return new ConcurrentMapCacheManager();
        }
    }
}
