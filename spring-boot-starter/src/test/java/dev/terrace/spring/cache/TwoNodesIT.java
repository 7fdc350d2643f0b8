package dev.terrace.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheCodecException;
import dev.terrace.cache.Terrace;
import dev.terrace.spring.cache.CachedMethods.Catalogue;
import dev.terrace.spring.cache.CachedMethods.Product;
import dev.terrace.spring.cache.CachedMethods.Source;
import dev.terrace.testkit.Proves;
import dev.terrace.testkit.RedisServer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Two instances of one application, on a server of their own, since they outlive single tests. */
class TwoNodesIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final RedisServer REDIS = RedisServer.launch();
    private static @Nullable Node first;
    private static @Nullable Node second;

    private record Node(ConfigurableApplicationContext context) {

        static Node at(RedisServer redis) {
            AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
            TestPropertyValues.of(
                            "terrace.cache.redis.url=" + redis.uri(),
                            "terrace.cache.redis.command-timeout=2s",
                            "terrace.cache.defaults.redis.timeout=2s",
                            "terrace.cache.caches.one.value-type=" + Product.class.getName())
                    .applyTo(context);
            context.register(CachedMethods.Application.class);
            context.refresh();
            return new Node(context);
        }

        Catalogue catalogue() {
            return context.getBean(Catalogue.class);
        }

        Source source() {
            return context.getBean(Source.class);
        }

        TerraceSpringCache cache(String name) {
            return (TerraceSpringCache)
                    Objects.requireNonNull(context.getBean(CacheManager.class).getCache(name));
        }

        Cache<Object, @Nullable Object> products() {
            return cache("products").getNativeCache();
        }

        @Nullable
        Object cached(long id) {
            var found = cache("products").get(id);
            return found == null ? null : found.get();
        }

        /** Puts are written behind. */
        void awaitStored(long count) {
            await().atMost(SOON).until(() -> products().stats().tiers().get(1).puts() >= count);
        }
    }

    @BeforeAll
    static void start() {
        first = Node.at(REDIS);
        second = Node.at(REDIS);
    }

    @AfterAll
    static void stop() {
        first().context().close();
        second().context().close();
        REDIS.close();
    }

    private static Node first() {
        return Objects.requireNonNull(first);
    }

    private static Node second() {
        return Objects.requireNonNull(second);
    }

    @BeforeEach
    void reset() {
        first().products().invalidateAll();
        long sequence = first().context().getBean(Terrace.class).logStats().sequence();
        await().atMost(SOON)
                .until(() ->
                        second().context().getBean(Terrace.class).logStats().sequence() >= sequence);
        for (Node node : new Node[] {first(), second()}) {
            node.source().names.clear();
            node.source().names.put(1L, "lamp");
            node.source().reads.clear();
        }
    }

    @Test
    void loaded_isFoundByTheOther_andAppendsNothing() {
        long before = first().context().getBean(Terrace.class).logStats().sequence();
        long stored = first().products().stats().tiers().get(1).puts();
        first().catalogue().find(1);
        first().awaitStored(stored + 1);
        assertThat(second().catalogue().find(1)).isEqualTo(new Product(1, "lamp"));
        assertThat(second().source().reads()).isZero();
        assertThat(first().context().getBean(Terrace.class).logStats().sequence())
                .isEqualTo(before);
    }

    @Test
    @Proves("CACHE-2")
    void cachePut_reachesTheOther() {
        second().catalogue().find(1);
        first().catalogue().save(new Product(1, "chair"));
        await().atMost(SOON).until(() -> new Product(1, "chair").equals(second().cached(1)));
    }

    @Test
    @Proves("CACHE-2")
    void cacheEvict_reachesTheOther() {
        second().catalogue().find(1);
        first().source().names.put(1L, "chair");
        second().source().names.put(1L, "chair");
        first().catalogue().evict(1);
        await().atMost(SOON).until(() -> second().cached(1) == null);
        assertThat(second().catalogue().find(1)).isEqualTo(new Product(1, "chair"));
    }

    @Test
    @Proves("CACHE-1")
    void fence_invalidationByTheOther_leavesNothingTrustedOnAnyNode() {
        Gate gate = new Gate();
        first().source().gate = gate;
        CompletableFuture<@Nullable Product> old = CompletableFuture.supplyAsync(
                () -> first().catalogue().find(1),
                first().context().getBean(Terrace.class).host().executor());
        gate.awaitReached();
        first().source().names.put(1L, "chair");
        second().source().names.put(1L, "chair");
        second().catalogue().evict(1);
        long sequence = second().context().getBean(Terrace.class).logStats().sequence();
        gate.open();
        assertThat(old.join()).isEqualTo(new Product(1, "lamp"));
        await().atMost(SOON)
                .until(() -> first().context().getBean(Terrace.class).logStats().sequence() >= sequence);
        assertThat(first().cached(1)).isNull();
        assertThat(second().cached(1)).isNull();
        assertThat(first().catalogue().find(1)).isEqualTo(new Product(1, "chair"));
    }

    @Test
    void dependency_invalidatedByTheOther_isHeeded() {
        second().catalogue().findNamed(1);
        first().catalogue().rename(1, "chair");
        second().source().names.put(1L, "chair");
        await().atMost(SOON).until(() -> second().cache("named").get(1L) == null);
        assertThat(second().catalogue().findNamed(1)).isEqualTo(new Product(1, "chair"));
    }

    @Test
    void clear_reachesTheOther() {
        second().catalogue().find(1);
        first().catalogue().evictAll();
        await().atMost(SOON).until(() -> second().cached(1) == null);
    }

    @Test
    void futures_areFoundByTheOther_withoutACall() {
        first().source().pending = CompletableFuture.completedFuture(new Product(3, "sofa"));
        second().source().pending = new CompletableFuture<>();
        long stored =
                first().cache("later").getNativeCache().stats().tiers().get(1).puts();
        assertThat(first().catalogue().findLater(3).join()).isEqualTo(new Product(3, "sofa"));
        await().atMost(SOON)
                .until(() -> first().cache("later")
                                .getNativeCache()
                                .stats()
                                .tiers()
                                .get(1)
                                .puts()
                        > stored);
        assertThat(second().catalogue().findLater(3).join()).isEqualTo(new Product(3, "sofa"));
        assertThat(second().catalogue().findLaterInSync(3).join()).isEqualTo(new Product(3, "sofa"));
        assertThat(second().source().reads()).isZero();
    }

    @Test
    void fluxes_areFoundByTheOther() {
        long stored =
                first().cache("many").getNativeCache().stats().tiers().get(1).puts();
        first().catalogue().findFlux(4).collectList().block();
        await().atMost(SOON)
                .until(() -> first().cache("many")
                                .getNativeCache()
                                .stats()
                                .tiers()
                                .get(1)
                                .puts()
                        > stored);
        assertThat(second().catalogue().findFlux(4).collectList().block())
                .containsExactly(new Product(4, "a"), new Product(4, "b"));
        assertThat(second().source().reads()).isZero();
    }

    @Test
    void valueTypes_ofSeveralMethodsOrNone_stayOnTheHeap_unlessTold() {
        assertThat(first().cache("nobodys").getNativeCache().stats().tiers()).hasSize(1);
        assertThat(first().cache("one").getNativeCache().stats().tiers()).hasSize(2);
        assertThat(first().cache("optional").getNativeCache().stats().tiers()).hasSize(2);
    }

    @Test
    void values_ofAnotherTypeThanDeclared_areNotStoredFar_norHideWhatIsOlder() {
        TerraceSpringCache cache = first().cache("one");
        cache.put(7L, new Product(7, "desk"));
        assertThatThrownBy(() -> cache.put(7L, "a text")).isInstanceOf(CacheCodecException.class);
        assertThat(cache.get(7L)).as("the old value went with it").isNull();
        String loaded = cache.get(8L, () -> "a text");
        assertThat(loaded).isEqualTo("a text");
        assertThat(cache.get(8L, String.class)).as("on the heap alone").isEqualTo("a text");
        assertThat(second().cache("one").get(8L)).isNull();
    }
}
