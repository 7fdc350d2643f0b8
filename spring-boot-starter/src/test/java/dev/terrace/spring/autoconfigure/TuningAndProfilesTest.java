package dev.terrace.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.tuning.Evidence;
import dev.terrace.cache.tuning.Tuner;
import dev.terrace.spring.cache.TerraceCacheManager;
import dev.terrace.spring.upkeep.CacheProfiles;
import dev.terrace.spring.upkeep.CacheTuning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class TuningAndProfilesTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TerraceAutoConfiguration.class,
                    TerraceCacheAutoConfiguration.class,
                    TerraceTuningAutoConfiguration.class,
                    TerraceProfileAutoConfiguration.class,
                    CacheAutoConfiguration.class))
            .withUserConfiguration(Caching.class);

    private final ApplicationContextRunner shop = runner.withUserConfiguration(Shop.class);

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {}

    @Configuration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        Articles articles() {
            return new Articles();
        }
    }

    static class Articles {

        private final AtomicInteger calls = new AtomicInteger();

        /** How often a method was called; by a method, since a proxy has no fields. */
        public int calls() {
            return calls.get();
        }

        @Cacheable("articles")
        public String article(long id) {
            calls.incrementAndGet();
            return "article " + id;
        }

        @Cacheable("pairs")
        public String pair(String left, long right) {
            calls.incrementAndGet();
            return left + right;
        }

        @Cacheable(value = "elsewhere", cacheManager = "otherManager")
        public String elsewhere(long id) {
            return "elsewhere " + id;
        }
    }

    /** A database that outlives contexts. */
    private ApplicationContextRunner with(JdbcDataSource database) {
        return shop.withBean(DataSource.class, () -> database).withPropertyValues("terrace.cache.jdbc.enabled=true");
    }

    private static JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    private static Cache<?, ?> cache(ApplicationContext context, String name) {
        return context.getBean(Terrace.class).caches().stream()
                .filter(cache -> cache.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothing_isTunedOrRemembered_unlessAskedFor() {
        shop.run(context -> assertThat(context)
                .doesNotHaveBean(Tuner.class)
                .doesNotHaveBean(CacheTuning.class)
                .doesNotHaveBean(CacheProfiles.class));
    }

    @Test
    void tuner_enabled_looksAtAllCachesThatAreKnown_andAtWhatTheyAreAskedFor() {
        shop.withPropertyValues(
                        "terrace.cache.tuning.enabled=true",
                        "terrace.cache.tuning.every=1s",
                        "spring.cache.cache-names=articles,pairs,named")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Tuner tuner = context.getBean(Tuner.class);
                    assertThat(tuner.evidence())
                            .extracting(Evidence::cache)
                            .containsExactlyInAnyOrder("articles", "pairs", "named");
                    context.getBean(Articles.class).article(1);
                    context.getBean(Articles.class).article(1);
                    await().atMost(SOON)
                            .until(() -> tuner.evidence().stream()
                                    .flatMap(seen -> seen.periods().stream())
                                    .anyMatch(period -> period.reads() > 0));
                    assertThat(tuner.optimize(true).note()).contains("nothing was changed");
                });
    }

    @Test
    void tuner_withoutNames_knowsThoseOfCachedMethods_butNotThoseOfOtherManagers() {
        shop.withPropertyValues("terrace.cache.tuning.enabled=true")
                .run(context -> assertThat(context.getBean(Tuner.class).evidence())
                        .extracting(Evidence::cache)
                        .containsExactlyInAnyOrder("articles", "pairs"));
    }

    @Test
    void tuner_ofTheApplication_goesBefore() {
        shop.withBean(
                        Tuner.class,
                        () -> {
                            throw new IllegalStateException("nobody needs it");
                        },
                        bean -> bean.setLazyInit(true))
                .withPropertyValues("terrace.cache.tuning.enabled=true")
                .run(context -> assertThat(context).doesNotHaveBean(CacheTuning.class));
    }

    @Test
    void tuner_withoutCaches_isToldWithTheCure() {
        runner.withPropertyValues("terrace.cache.tuning.enabled=true").run(context -> {
            assertThat(context).hasFailed();
            assertThat(Failures.analysis(context).getDescription()).contains("terrace.cache.tuning.enabled");
            assertThat(Failures.analysis(context).getAction()).contains("spring.cache.cache-names");
        });
    }

    @Test
    void badValues_areToldWithTheirProperty(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        for (String[] bad : List.of(
                new String[] {"tuning", "every=10ms", "every must be 1000ms to"},
                new String[] {"tuning", "budget=0", "budget must be 1"},
                new String[] {"tuning", "goal=fame", "goal"},
                new String[] {"profile", "maximum-keys=0", "maximum-keys must be 1 to 1000000"},
                new String[] {"profile", "directory=" + file.resolve("below"), "terrace.cache.profile.directory"})) {
            String group = "terrace.cache." + bad[0] + ".";
            shop.withPropertyValues(group + "enabled=true", group + bad[1]).run(context -> {
                assertThat(context).hasFailed();
                StringBuilder told = new StringBuilder();
                for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
                    told.append(cause.getMessage()).append('\n');
                }
                assertThat(told.toString()).contains(bad[2]);
            });
        }
    }

    @Test
    void profile_ofTheLastRun_warmsTheHeapFromFarTiers(@TempDir Path directory) {
        JdbcDataSource database = database();
        ApplicationContextRunner remembering = with(database)
                .withPropertyValues(
                        "terrace.cache.profile.enabled=true", "terrace.cache.profile.directory=" + directory);
        remembering.run(context -> {
            Articles articles = context.getBean(Articles.class);
            for (int round = 0; round < 3; round++) {
                articles.article(7);
                articles.pair("seven", 7);
            }
            for (String name : List.of("articles", "pairs")) {
                await().atMost(SOON)
                        .until(() -> cache(context, name).stats().tiers().get(1).puts() > 0);
            }
        });
        assertThat(directory.resolve("articles.profile")).isNotEmptyFile();
        remembering
                .withPropertyValues("terrace.cache.profile.warm-at-start=true")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    for (String name : List.of("articles", "pairs")) {
                        await().atMost(SOON)
                                .until(() -> cache(context, name).stats().heapSize() == 1);
                    }
                    Articles articles = context.getBean(Articles.class);
                    assertThat(articles.article(7)).isEqualTo("article 7");
                    assertThat(articles.pair("seven", 7)).isEqualTo("seven7");
                    assertThat(articles.calls()).isZero();
                    assertThat(context.getBean(CacheProfiles.class).warmings())
                            .extracting(warming -> warming.cache())
                            .containsExactly("articles", "pairs");
                });
    }

    @Test
    void profile_ofKeysThatNoFileCanHold_remembersTheOthers(@TempDir Path directory) {
        ApplicationContextRunner remembering = shop.withPropertyValues(
                "terrace.cache.profile.enabled=true", "terrace.cache.profile.directory=" + directory);
        remembering.run(context -> {
            var cache = Objects.requireNonNull(
                    context.getBean(TerraceCacheManager.class).getCache("mixed"));
            for (Object key : new Object[] {Duration.ofDays(1), "text", 5, 'c', true, (short) 3, UUID.randomUUID()}) {
                cache.get(key);
                cache.put(key, "value");
                cache.get(key);
            }
            assertThat(context.getBean(CacheProfiles.class).warmings())
                    .as("of a cache on the heap alone")
                    .isEmpty();
        });
        assertThat(directory.resolve("mixed.profile")).isNotEmptyFile();
    }

    @Test
    void customizers_ofCachesThatAreClosed_endWithTheContext() {
        shop.withPropertyValues("terrace.cache.tuning.enabled=true", "terrace.cache.profile.enabled=true")
                .run(context -> {
                    Tuner tuner = context.getBean(Tuner.class);
                    context.close();
                    assertThatThrownBy(() -> tuner.optimize(true)).isInstanceOf(IllegalStateException.class);
                });
    }
}
