package dev.terrace.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Terrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

/** What Spring asks of a cache, one test for each sentence. */
class SpringCacheContractTest {

    private static final String KEY = "key";

    private final Terrace terrace = Terrace.builder("contract").build();
    private final TerraceCacheManager manager = manager(true);
    private final Cache cache = cache(manager, "values");

    private TerraceCacheManager manager(boolean nulls) {
        return new TerraceCacheManager(
                terrace,
                name -> new Blueprint(true, Map.of(), nulls, null, builder -> {}),
                List.of(),
                List.of(),
                CacheTransactions.NONE,
                new CacheAspects());
    }

    private static Cache cache(TerraceCacheManager manager, String name) {
        return Objects.requireNonNull(manager.getCache(name));
    }

    @AfterEach
    void close() {
        terrace.close();
    }

    @Test
    void nameAndNativeCache() {
        assertThat(cache.getName()).isEqualTo("values");
        assertThat(cache.getNativeCache()).isInstanceOf(dev.terrace.cache.Cache.class);
        assertThat(cache.toString()).isEqualTo("TerraceSpringCache[values]");
    }

    @Test
    void get_absent_isNull() {
        assertThat(cache.get(KEY)).isNull();
        assertThat(cache.get(KEY, String.class)).isNull();
        assertThat(cache.retrieve(KEY)).isNull();
    }

    @Test
    void put_isThere() throws Exception {
        cache.put(KEY, "value");
        assertThat(cache.get(KEY)).extracting(ValueWrapper::get).isEqualTo("value");
        assertThat(cache.get(KEY, String.class)).isEqualTo("value");
        Object untyped = cache.get(KEY, (Class<Object>) null);
        assertThat(untyped).isEqualTo("value");
        assertThat(Objects.requireNonNull(cache.retrieve(KEY)).get()).isEqualTo(new SimpleValueWrapper("value"));
    }

    @Test
    void get_ofAnotherType_isRefused() {
        cache.put(KEY, "value");
        assertThatThrownBy(() -> cache.get(KEY, Integer.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("java.lang.Integer");
    }

    @Test
    void nulls_areValues() throws Exception {
        cache.put(KEY, null);
        assertThat(Objects.requireNonNull(cache.get(KEY)).get()).isNull();
        String kept = cache.get(KEY, () -> "loaded");
        assertThat(kept).isNull();
        assertThat(Objects.requireNonNull(cache.retrieve(KEY)).get()).isEqualTo(new SimpleValueWrapper(null));
        assertThat(cache.retrieve(KEY, () -> CompletableFuture.completedFuture("loaded"))
                        .get())
                .isNull();
        String none = cache.get("other", () -> null);
        assertThat(none).isNull();
        assertThat(cache.get("other")).isEqualTo(new SimpleValueWrapper(null));
    }

    @Test
    void nulls_notAllowed_areRefusedWithTheCure() {
        Cache strict = cache(manager(false), "strict");
        assertThatThrownBy(() -> strict.put(KEY, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "Cache 'strict' is configured to not allow null values but null was provided",
                        "terrace.cache.caches.strict.allow-null-values");
        assertThatThrownBy(() -> strict.putIfAbsent(KEY, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> strict.get(KEY, () -> null))
                .isInstanceOf(ValueRetrievalException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> strict.retrieve(KEY, () -> CompletableFuture.completedFuture(null))
                        .get())
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(strict.get(KEY)).isNull();
    }

    @Test
    void putIfAbsent_storesTheFirst() {
        assertThat(cache.putIfAbsent(KEY, "first")).isNull();
        assertThat(cache.putIfAbsent(KEY, "second")).isEqualTo(new SimpleValueWrapper("first"));
        assertThat(cache.get(KEY, String.class)).isEqualTo("first");
        cache.put(KEY, null);
        assertThat(cache.putIfAbsent(KEY, "third")).isEqualTo(new SimpleValueWrapper(null));
    }

    @Test
    void evict_oneKey_isGone() {
        cache.put(KEY, "value");
        cache.put("other", "value");
        cache.evict(KEY);
        cache.evict("unknown");
        assertThat(cache.get(KEY)).isNull();
        assertThat(cache.get("other")).isNotNull();
        assertThat(cache.evictIfPresent(KEY)).isFalse();
        assertThat(cache.evictIfPresent("other")).isTrue();
        assertThat(cache.get("other")).isNull();
    }

    @Test
    void clear_everything_isGone() {
        cache.put(KEY, "value");
        cache.clear();
        assertThat(cache.get(KEY)).isNull();
        cache.put(KEY, "value");
        assertThat(cache.invalidate()).isTrue();
        assertThat(cache.get(KEY)).isNull();
        assertThat(cache(manager, "never").invalidate()).isFalse();
    }

    @Test
    void resetCaches_clearsAll_andLosesNone() {
        Cache other = cache(manager, "other");
        cache.put(KEY, "value");
        other.put(KEY, "value");
        manager.resetCaches();
        assertThat(cache.get(KEY)).isNull();
        assertThat(other.get(KEY)).isNull();
        assertThat(manager.getCacheNames()).containsExactly("other", "values");
    }

    @Test
    void getWithLoader_hit_doesNotLoad() {
        String loaded = cache.get(KEY, () -> "loaded");
        String again = cache.get(KEY, () -> {
            throw new AssertionError("called");
        });
        assertThat(loaded).isEqualTo("loaded");
        assertThat(again).isEqualTo("loaded");
    }

    @Test
    void getWithLoader_failure_isWrapped_andNotKept() {
        UnsupportedOperationException failure = new UnsupportedOperationException("expected");
        assertThatThrownBy(() -> cache.get(KEY, () -> {
                    throw failure;
                }))
                .isInstanceOfSatisfying(ValueRetrievalException.class, e -> {
                    assertThat(e.getKey()).isEqualTo(KEY);
                    assertThat(e.getCause()).isSameAs(failure);
                });
        assertThat(cache.get(KEY)).isNull();
    }

    @Test
    void getWithLoader_tenThreads_loadOnce() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        Gate gate = new Gate();
        List<CompletableFuture<Object>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(CompletableFuture.supplyAsync(
                    () -> Objects.requireNonNull(cache.get(KEY, () -> {
                        gate.pass();
                        return loads.incrementAndGet();
                    })),
                    terrace.host().executor()));
        }
        gate.awaitReached();
        gate.open();
        for (CompletableFuture<Object> one : all) {
            assertThat(one.get()).isEqualTo(1);
        }
    }

    @Test
    void retrieveWithLoader_concurrentCalls_loadOnce_andWaitForNobody() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletableFuture<String> first = cache.retrieve(KEY, () -> {
            loads.incrementAndGet();
            return source;
        });
        CompletableFuture<String> second = cache.retrieve(KEY, () -> {
            throw new AssertionError("called");
        });
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        source.complete("loaded");
        assertThat(first.get()).isEqualTo("loaded");
        assertThat(second.get()).isEqualTo("loaded");
        assertThat(loads).hasValue(1);
        assertThat(cache.get(KEY, String.class)).isEqualTo("loaded");
    }

    @Test
    void retrieveWithLoader_failure_isThrownAsItIs() {
        IllegalStateException failure = new IllegalStateException("expected");
        CompletableFuture<String> failed = cache.retrieve(KEY, () -> CompletableFuture.failedFuture(failure));
        Throwable[] seen = new Throwable[1];
        failed.whenComplete((value, thrown) -> seen[0] = thrown);
        assertThat(seen[0]).isSameAs(failure);
        assertThatThrownBy(failed::get).isInstanceOf(ExecutionException.class).hasCause(failure);
        CompletableFuture<String> refused = cache.retrieve(KEY, () -> {
            throw failure;
        });
        assertThatThrownBy(refused::get).hasCause(failure);
        assertThat(cache.get(KEY)).isNull();
    }

    @Test
    void retrieveWithLoader_overtakenByAnInvalidation_isNotJoined_andNotKept() throws Exception {
        CompletableFuture<String> old = new CompletableFuture<>();
        CompletableFuture<String> first = cache.retrieve(KEY, () -> old);
        cache.evict(KEY);
        CompletableFuture<String> later = cache.retrieve(KEY, () -> CompletableFuture.completedFuture("new"));
        assertThat(later.get()).isEqualTo("new");
        old.complete("old");
        assertThat(first.get()).as("he asked before").isEqualTo("old");
        assertThat(cache.get(KEY, String.class)).isEqualTo("new");
    }

    @Test
    void retrieveWithLoader_joinedAndThenOvertaken_loadsAgain() throws Exception {
        CompletableFuture<String> old = new CompletableFuture<>();
        CompletableFuture<String> first = cache.retrieve(KEY, () -> old);
        CompletableFuture<String> joined = cache.retrieve(KEY, () -> CompletableFuture.completedFuture("new"));
        cache.clear();
        old.complete("old");
        assertThat(first.get()).isEqualTo("old");
        assertThat(joined.get()).isEqualTo("new");
        assertThat(cache.get(KEY, String.class)).isEqualTo("new");
    }

    @Test
    void fixedNames_othersAreNotMade() {
        manager.setCacheNames(List.of("values", "more"));
        assertThat(manager.getCache("unknown")).isNull();
        assertThat(manager.getCacheNames()).containsExactly("more", "values");
        manager.setCacheNames(null);
        assertThat(manager.getCache("unknown")).isNotNull();
        assertThatThrownBy(() -> manager.getCache("not a name"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'not a name'");
    }

    @Test
    void watchers_hearOfEachCacheOnce() {
        List<String> heard = new ArrayList<>();
        manager.addWatcher(made -> heard.add(made.getName()));
        cache(manager, "late");
        cache(manager, "late");
        assertThat(heard).containsExactly("values", "late");
        assertThat(manager.getTerrace()).isSameAs(terrace);
    }
}
