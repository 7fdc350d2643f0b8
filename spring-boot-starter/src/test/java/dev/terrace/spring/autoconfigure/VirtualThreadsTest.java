package dev.terrace.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code spring.threads.virtual.enabled} makes of the namespace's threads. A JDK without virtual threads has nothing to make of them. */
class VirtualThreadsTest {

    private static final boolean KNOWN = Runtime.version().feature() >= 21;
    /** As many as one cache loads at a time, where nothing else is said. */
    private static final int MANY = 256;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TerraceAutoConfiguration.class, TerraceCacheAutoConfiguration.class, CacheAutoConfiguration.class))
            .withUserConfiguration(Caching.class)
            .withPropertyValues("terrace.cache.caches.bounded.deadline=1m");

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {}

    /** Who runs something. {@code Thread.isVirtual} is not there to be called before JDK 21. */
    private static boolean isVirtual(@Nullable Object thread) {
        return String.valueOf(thread).startsWith("VirtualThread[");
    }

    private static boolean isVirtual(Executor executor) {
        return isVirtual(
                CompletableFuture.supplyAsync(() -> Thread.currentThread().toString(), executor)
                        .join());
    }

    private static Cache<Long, String> loading(Terrace terrace) {
        return terrace.cache("own", Long.class, String.class)
                .loader((key, load) -> Thread.currentThread().toString())
                .build();
    }

    @Test
    void loadsAndSteps_whereTheyAreOn_runOnVirtualThreads() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            Terrace terrace = context.getBean(Terrace.class);
            assertThat(isVirtual(terrace.host().executor())).isEqualTo(KNOWN);
            assertThat(isVirtual(loading(terrace).async().get(1L).join())).isEqualTo(KNOWN);
            String bounded = Objects.requireNonNull(
                            context.getBean(CacheManager.class).getCache("bounded"))
                    .get("key", () -> Thread.currentThread().toString());
            assertThat(isVirtual(bounded)).isEqualTo(KNOWN);
        });
    }

    @Test
    void loadsAndSteps_whereNobodyAsksForThem_runOnOthers() {
        runner.run(context -> {
            Terrace terrace = context.getBean(Terrace.class);
            assertThat(isVirtual(terrace.host().executor())).isFalse();
            assertThat(isVirtual(loading(terrace).async().get(1L).join())).isFalse();
        });
    }

    @Test
    void executor_ofACustomizer_goesBeforeThem() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true")
                .withUserConfiguration(OwnExecutor.class)
                .run(context -> {
                    loading(context.getBean(Terrace.class)).async().get(1L).join();
                    assertThat(context.getBean(OwnExecutor.class).ran).isNotEmpty();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnExecutor {

        final Queue<Runnable> ran = new ConcurrentLinkedQueue<>();

        @Bean
        TerraceBuilderCustomizer ownExecutor() {
            return builder -> builder.executor(task -> {
                ran.add(task);
                CompletableFuture.runAsync(task);
            });
        }
    }

    /** A thread that waited with its carrier would stop the others, of which there are as many as processors. */
    @Test
    void loads_thatAllWait_waitTogether() {
        int loads = KNOWN ? MANY : 2;
        runner.withPropertyValues("spring.threads.virtual.enabled=true").run(context -> {
            CountDownLatch all = new CountDownLatch(loads);
            Cache<Long, String> cache = context.getBean(Terrace.class)
                    .cache("waiting", Long.class, String.class)
                    .loader((key, load) -> {
                        all.countDown();
                        all.await();
                        return "value " + key;
                    })
                    .build();
            List<CompletableFuture<String>> under = LongStream.range(0, loads)
                    .mapToObj(key -> cache.async().get(key))
                    .toList();
            under.forEach(load -> assertThat(load.join()).startsWith("value "));
        });
    }
}
