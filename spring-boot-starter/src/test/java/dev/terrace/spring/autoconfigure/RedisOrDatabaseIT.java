package dev.terrace.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Lookup;
import dev.terrace.cache.Receipt;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.redis.Redis;
import dev.terrace.spring.cache.TerraceCacheManager;
import dev.terrace.spring.cache.TerraceSpringCache;
import dev.terrace.testkit.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class RedisOrDatabaseIT {

    private static final RedisServer SERVER = RedisServer.launch();

    private final String database = "jdbc:h2:mem:" + UUID.randomUUID();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataRedisAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    TerraceAutoConfiguration.class,
                    TerraceCacheAutoConfiguration.class,
                    CacheAutoConfiguration.class))
            .withUserConfiguration(Caching.class)
            .withPropertyValues("terrace.cache.defaults.value-type=java.lang.String");

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {}

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static Cache<Object, ?> texts(org.springframework.context.ApplicationContext context) {
        return ((TerraceSpringCache) Objects.requireNonNull(
                        context.getBean(TerraceCacheManager.class).getCache("texts")))
                .getNativeCache();
    }

    private static List<String> tiers(org.springframework.context.ApplicationContext context) {
        return texts(context).stats().tiers().stream().map(tier -> tier.tier()).toList();
    }

    @Test
    void redis_byTheApplicationsProperties_isATierAndTheLog() {
        runner.withPropertyValues("spring.data.redis.port=" + SERVER.port()).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(tiers(context)).containsExactly("heap", "redis");
            assertThat(context.getBean(Terrace.class).invalidateDependency("x")).isEqualTo(Receipt.LOGGED);
        });
    }

    @Test
    void redis_byTheConnectionDetailsOfSomebodyElse_isUsed() {
        runner.withUserConfiguration(Details.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Terrace.class).invalidateDependency("x")).isEqualTo(Receipt.LOGGED);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Details {
        @Bean
        DataRedisConnectionDetails details() {
            return new DataRedisConnectionDetails() {
                @Override
                public Standalone getStandalone() {
                    return Standalone.of(
                            URI.create(SERVER.uri()).getHost(),
                            URI.create(SERVER.uri()).getPort());
                }
            };
        }
    }

    @Test
    void redis_ofTheModuleAlone_isNotUsed() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(DataRedisConnectionDetails.class);
            assertThat(context).doesNotHaveBean(Redis.class);
        });
    }

    @Test
    void redis_disabled_isNotUsed() {
        runner.withPropertyValues("spring.data.redis.host=localhost", "terrace.cache.redis.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(Redis.class));
    }

    @Test
    void clientResources_ofTheApplication_areUsed_andLeftOpen() {
        runner.withPropertyValues("terrace.cache.redis.url=" + SERVER.uri())
                .withUserConfiguration(Resources.class)
                .run(context -> {
                    assertThat(context.getBean(Terrace.class).invalidateDependency("x"))
                            .isEqualTo(Receipt.LOGGED);
                    context.getBean(Terrace.class).close();
                    context.getBean(Redis.class).close();
                    try (RedisClient other = RedisClient.create(context.getBean(ClientResources.class), SERVER.uri())) {
                        assertThat(other.connect().sync().ping()).isEqualTo("PONG");
                    }
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Resources {
        @Bean(destroyMethod = "shutdown")
        DefaultClientResources resources() {
            return DefaultClientResources.builder()
                    .ioThreadPoolSize(2)
                    .computationThreadPoolSize(2)
                    .build();
        }
    }

    @Test
    void redis_notThereAtTheStart_isUsedOnceItComes() {
        try (RedisServer late = RedisServer.launch()) {
            late.kill();
            runner.withPropertyValues("terrace.cache.redis.url=" + late.uri(), "terrace.await-log=100ms")
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        TerraceCacheManager manager = context.getBean(TerraceCacheManager.class);
                        var cache = Objects.requireNonNull(manager.getCache("texts"));
                        cache.put("key", "value");
                        assertThat(cache.get("key", String.class)).isEqualTo("value");
                        late.start();
                        await().atMost(Duration.ofSeconds(30))
                                .until(() ->
                                        context.getBean(Terrace.class).invalidateDependency("x") == Receipt.LOGGED);
                        cache.put("later", "value");
                        await().atMost(Duration.ofSeconds(30))
                                .until(() ->
                                        texts(context).stats().tiers().get(1).puts() > 0);
                    });
        }
    }

    @Test
    void database_enabled_isATierAndTheLog() {
        runner.withPropertyValues("spring.datasource.url=" + database, "terrace.cache.jdbc.enabled=true")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).hasSingleBean(Jdbc.class);
                    assertThat(tiers(context)).containsExactly("heap", "jdbc");
                    assertThat(context.getBean(Terrace.class).invalidateDependency("x"))
                            .isEqualTo(Receipt.LOGGED);
                });
    }

    @Test
    void database_notEnabled_isNotUsed() {
        runner.withPropertyValues("spring.datasource.url=" + database)
                .run(context -> assertThat(context).doesNotHaveBean(Jdbc.class));
    }

    @Test
    void both_areThreeTiers_andPresetsChooseAmongThem() {
        runner.withPropertyValues(
                        "terrace.cache.redis.url=" + SERVER.uri(),
                        "spring.datasource.url=" + database,
                        "terrace.cache.jdbc.enabled=true",
                        "terrace.cache.caches.hot.preset=hot-data",
                        "terrace.cache.caches.static.preset=static-content",
                        "terrace.cache.caches.near.tiers=heap")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(tiers(context)).containsExactly("heap", "redis", "jdbc");
                    Terrace terrace = context.getBean(Terrace.class);
                    assertThat(terrace.caches())
                            .extracting(cache ->
                                    cache.name() + cache.stats().tiers().size())
                            .contains("hot2", "static2", "near1", "texts3");
                });
    }

    @Test
    void schema_thatMayNotBeMade_isToldWithTheCure() {
        for (String log : new String[] {"jdbc", "redis"}) {
            runner.withPropertyValues(
                            "terrace.cache.redis.url=" + SERVER.uri(),
                            "spring.datasource.url=" + database + log,
                            "terrace.cache.jdbc.enabled=true",
                            "terrace.cache.jdbc.create-schema=false",
                            "terrace.log=" + log)
                    .run(context -> {
                        assertThat(context).hasFailed();
                        assertThat(Failures.analysis(context).getDescription()).contains("The database answers");
                        assertThat(Failures.analysis(context).getAction())
                                .contains("terrace.cache.jdbc.create-schema", "terrace.cache.jdbc.enabled=false");
                    });
        }
    }

    @Test
    void lookups_ofWhatIsNotThere_areAbsent() {
        runner.withPropertyValues("terrace.cache.redis.url=" + SERVER.uri())
                .run(context ->
                        assertThat(texts(context).getIfPresent("nothing")).isInstanceOf(Lookup.Absent.class));
    }
}
