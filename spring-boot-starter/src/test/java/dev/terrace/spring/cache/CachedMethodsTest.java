package dev.terrace.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Terrace;
import dev.terrace.spring.cache.CachedMethods.Catalogue;
import dev.terrace.spring.cache.CachedMethods.Product;
import dev.terrace.spring.cache.CachedMethods.Source;
import dev.terrace.testkit.Proves;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class CachedMethodsTest {

    private static final AnnotationConfigApplicationContext CONTEXT =
            new AnnotationConfigApplicationContext(CachedMethods.Application.class);

    private final Catalogue catalogue = CONTEXT.getBean(Catalogue.class);
    private final Source source = CONTEXT.getBean(Source.class);
    private final Terrace terrace = CONTEXT.getBean(Terrace.class);
    private final CacheManager manager = CONTEXT.getBean(CacheManager.class);

    @BeforeEach
    void reset() {
        manager.resetCaches();
        source.names.clear();
        source.names.put(1L, "lamp");
        source.reads.clear();
        source.pending = new CompletableFuture<>();
    }

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    private @Nullable Object cached(String cache, Object key) {
        org.springframework.cache.Cache found = Objects.requireNonNull(manager.getCache(cache));
        var wrapper = found.get(key);
        return wrapper == null ? null : wrapper.get();
    }

    private CompletableFuture<@Nullable Product> meanwhile(LongFunction<@Nullable Product> method) {
        return CompletableFuture.supplyAsync(
                () -> method.apply(1), terrace.host().executor());
    }

    private static <T extends @Nullable Object> T done(CompletableFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void cacheable_second_isAHit() {
        assertThat(catalogue.find(1)).isEqualTo(new Product(1, "lamp"));
        assertThat(catalogue.find(1)).isEqualTo(new Product(1, "lamp"));
        assertThat(catalogue.find(2)).isNull();
        assertThat(catalogue.find(2)).isNull();
        assertThat(catalogue.findOptional(1)).contains(new Product(1, "lamp"));
        assertThat(catalogue.findOptional(1)).contains(new Product(1, "lamp"));
        assertThat(catalogue.findOptional(2)).isEqualTo(Optional.empty());
        assertThat(source.reads).containsExactly(1L, 2L, 1L, 2L);
    }

    @Test
    void cacheable_isALoad_notAPut() {
        var stats = Objects.requireNonNull((TerraceSpringCache) manager.getCache("products"))
                .getNativeCache()
                .stats();
        catalogue.find(1);
        var after = Objects.requireNonNull((TerraceSpringCache) manager.getCache("products"))
                .getNativeCache()
                .stats();
        assertThat(after.loads()).isEqualTo(stats.loads() + 1);
        assertThat(after.puts()).isEqualTo(stats.puts());
        assertThat(after.misses()).isEqualTo(stats.misses() + 1);
        catalogue.save(new Product(1, "chair"));
        assertThat(Objects.requireNonNull((TerraceSpringCache) manager.getCache("products"))
                        .getNativeCache()
                        .stats()
                        .puts())
                .isEqualTo(stats.puts() + 1);
    }

    @Test
    @Proves("CACHE-1")
    void fence_evictionWhileTheMethodRuns_leavesNothing() {
        overtaken(catalogue::find, () -> catalogue.evict(1));
        overtaken(catalogue::findByManager, () -> catalogue.evict(1));
        overtaken(catalogue::findInSync, () -> catalogue.evict(1));
        overtaken(catalogue::find, catalogue::evictAll);
        overtaken(catalogue::findSome, () -> catalogue.evict(1));
    }

    private void overtaken(LongFunction<@Nullable Product> method, Runnable invalidation) {
        manager.resetCaches();
        Gate gate = new Gate();
        source.gate = gate;
        CompletableFuture<@Nullable Product> old = meanwhile(method);
        gate.awaitReached();
        source.names.put(1L, "chair");
        invalidation.run();
        gate.open();
        assertThat(done(old)).isEqualTo(new Product(1, "lamp"));
        assertThat(cached("products", 1L)).isNull();
        assertThat(catalogue.find(1)).isEqualTo(new Product(1, "chair"));
        source.names.put(1L, "lamp");
    }

    @Test
    @Proves("CACHE-1")
    void fence_putWhileTheMethodRuns_wins() {
        Gate gate = new Gate();
        source.gate = gate;
        CompletableFuture<@Nullable Product> old = meanwhile(catalogue::find);
        gate.awaitReached();
        catalogue.save(new Product(1, "chair"));
        gate.open();
        done(old);
        assertThat(catalogue.find(1)).isEqualTo(new Product(1, "chair"));
    }

    @Test
    void nestedCalls_keepTheirOwnStamps() {
        Gate gate = new Gate();
        source.gate = gate;
        CompletableFuture<@Nullable Product> outer = CompletableFuture.supplyAsync(
                () -> {
                    manager.getCache("outer");
                    return catalogue.findInTwo(1);
                },
                terrace.host().executor());
        gate.awaitReached();
        catalogue.find(1);
        Objects.requireNonNull(manager.getCache("one")).evict(1L);
        gate.open();
        done(outer);
        assertThat(cached("one", 1L)).isNull();
        assertThat(cached("two", 1L)).isEqualTo(new Product(1, "lamp"));
        assertThat(cached("products", 1L)).isEqualTo(new Product(1, "lamp"));
    }

    @Test
    void conditions_areHeeded() {
        catalogue.findSome(-1);
        assertThat(cached("products", -1L)).isNull();
        catalogue.findSome(5);
        assertThat(Objects.requireNonNull(manager.getCache("products")).get(5L)).isNull();
        catalogue.findSome(1);
        assertThat(cached("products", 1L)).isNotNull();
    }

    @Test
    void failure_isThrown_andNothingIsKept() {
        assertThatThrownBy(() -> catalogue.findNamed(9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name:{#result.name}", "findNamed");
        assertThat(cached("named", 9L)).isNull();
    }

    @Test
    void evictBefore_isAtOnce() {
        catalogue.find(1);
        catalogue.evictBefore(1);
        assertThat(cached("products", 1L)).isNull();
    }

    @Test
    void dependencies_ofCachedMethods_areHeeded() {
        catalogue.findNamed(1);
        catalogue.rename(1, "chair");
        assertThat(cached("named", 1L)).isNull();
        assertThat(catalogue.findNamed(1)).isEqualTo(new Product(1, "chair"));
        terrace.invalidateDependency("name:chair");
        assertThat(cached("named", 1L)).isNull();
        catalogue.findNamedInSync(1);
        terrace.invalidateDependency("name:chair");
        assertThat(cached("named", 1L)).isNotNull();
        catalogue.rename(1, "table");
        assertThat(cached("named", 1L)).isNull();
        catalogue.saveNamed(new Product(1, "sofa"));
        assertThat(cached("named", 1L)).isNotNull();
        catalogue.rename(1, "desk");
        assertThat(cached("named", 1L)).isNull();
    }

    @Test
    void invalidations_ofFutures_waitForThem() {
        source.names.put(2L, "desk");
        catalogue.findNamed(1);
        catalogue.findNamed(2);
        CompletableFuture<String> done = new CompletableFuture<>();
        CompletableFuture<String> renamed = catalogue.renameLater(List.of(1L, 2L), done);
        assertThat(cached("named", 1L)).isNotNull();
        done.complete("done");
        done(renamed);
        assertThat(cached("named", 1L)).isNull();
        assertThat(cached("named", 2L)).isNull();
        catalogue.findNamed(1);
        var mono = catalogue.renameReactively(1);
        assertThat(cached("named", 1L)).isNotNull();
        assertThat(mono.block()).isEqualTo("done");
        assertThat(cached("named", 1L)).isNull();
        catalogue.findNamed(1);
        catalogue.renameLater(List.of(1L), CompletableFuture.failedFuture(new IllegalStateException("expected")));
        assertThat(cached("named", 1L)).isNotNull();
    }

    @Test
    @Proves("CACHE-1")
    void futures_areCached_behindTheFence() {
        CompletableFuture<Product> first = catalogue.findLater(1);
        assertThat(first).isNotDone();
        source.pending.complete(new Product(1, "lamp"));
        assertThat(done(first)).isEqualTo(new Product(1, "lamp"));
        assertThat(done(catalogue.findLater(1))).isEqualTo(new Product(1, "lamp"));
        assertThat(source.reads()).isOne();

        source.pending = new CompletableFuture<>();
        CompletableFuture<Product> old = catalogue.findLater(2);
        Objects.requireNonNull(manager.getCache("later")).evict(2L);
        source.pending.complete(new Product(2, "old"));
        assertThat(done(old)).isEqualTo(new Product(2, "old"));
        assertThat(cached("later", 2L)).isNull();
    }

    @Test
    void futures_inSync_areLoadedOnce() {
        CompletableFuture<Product> first = catalogue.findLaterInSync(1);
        CompletableFuture<Product> second = catalogue.findLaterInSync(1);
        source.pending.complete(new Product(1, "lamp"));
        assertThat(done(first)).isEqualTo(done(second));
        assertThat(source.reads()).isOne();
        assertThat(cached("later", 1L)).isEqualTo(new Product(1, "lamp"));
    }

    @Test
    @Proves("CACHE-1")
    void publishers_areCached_behindTheFence() {
        assertThat(catalogue.findMono(1).block()).isEqualTo(new Product(1, "lamp"));
        assertThat(catalogue.findMono(1).block()).isEqualTo(new Product(1, "lamp"));
        assertThat(catalogue.findMonoInSync(1).block()).isEqualTo(new Product(1, "lamp"));
        assertThat(source.reads()).isOne();
        assertThat(catalogue.findFlux(1).collectList().block()).hasSize(2);
        assertThat(catalogue.findFlux(1).collectList().block()).hasSize(2);
        assertThat(source.reads()).isEqualTo(2);

        Gate gate = new Gate();
        source.names.put(2L, "old");
        source.gate = gate;
        CompletableFuture<@Nullable Product> old = CompletableFuture.supplyAsync(
                () -> catalogue.findMono(2).block(), terrace.host().executor());
        gate.awaitReached();
        Objects.requireNonNull(manager.getCache("reactive")).evict(2L);
        gate.open();
        assertThat(done(old)).isEqualTo(new Product(2, "old"));
        assertThat(cached("reactive", 2L)).isNull();
    }
}
