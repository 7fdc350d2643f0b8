package dev.terrace.spring.cache;

import dev.terrace.spring.autoconfigure.TerraceAutoConfiguration;
import dev.terrace.spring.autoconfigure.TerraceCacheAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An application with methods of each kind, and a source that tests change. */
class CachedMethods {

    record Product(long id, String name) {}

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    @ImportAutoConfiguration({TerraceAutoConfiguration.class, TerraceCacheAutoConfiguration.class})
    static class Application {

        @Bean
        Catalogue catalogue(Source source) {
            return new Catalogue(source);
        }

        @Bean
        Source source() {
            return new Source();
        }
    }

    /** Where products come from; a gate stops whoever reads. */
    static class Source {

        final Map<Long, String> names = new ConcurrentHashMap<>();
        final List<Long> reads = new ArrayList<>();
        volatile @Nullable Gate gate;
        volatile CompletableFuture<Product> pending = new CompletableFuture<>();

        @Nullable
        Product read(long id) {
            synchronized (reads) {
                reads.add(id);
            }
            String name = names.get(id);
            Gate now = gate;
            if (now != null) {
                gate = null;
                now.pass();
            }
            return name == null ? null : new Product(id, name);
        }

        int reads() {
            synchronized (reads) {
                return reads.size();
            }
        }
    }

    static class Catalogue {

        private final Source source;

        Catalogue(Source source) {
            this.source = source;
        }

        @Cacheable("products")
        public @Nullable Product find(long id) {
            return source.read(id);
        }

        @Cacheable(cacheNames = "products", sync = true)
        public @Nullable Product findInSync(long id) {
            return source.read(id);
        }

        @Cacheable(cacheNames = "products", cacheManager = "cacheManager")
        public @Nullable Product findByManager(long id) {
            return source.read(id);
        }

        @Cacheable("optional")
        public Optional<Product> findOptional(long id) {
            return Optional.ofNullable(source.read(id));
        }

        @Cacheable({"one", "two"})
        public @Nullable Product findInTwo(long id) {
            return source.read(id);
        }

        @Cacheable(cacheNames = "products", condition = "#id > 0", unless = "#result == null")
        public @Nullable Product findSome(long id) {
            return source.read(id);
        }

        @Cacheable("named")
        @DependsOnData({"product:{#id}", "name:{#result.name}"})
        public @Nullable Product findNamed(long id) {
            return source.read(id);
        }

        @Cacheable(cacheNames = "named", sync = true)
        @DependsOnData("product:{#id}")
        public @Nullable Product findNamedInSync(long id) {
            return source.read(id);
        }

        @CachePut(cacheNames = "named", key = "#product.id")
        @DependsOnData("product:{#product.id}")
        public Product saveNamed(Product product) {
            source.names.put(product.id(), product.name());
            return product;
        }

        @InvalidatesData("product:{#id}")
        public String rename(long id, String name) {
            source.names.put(id, name);
            return name;
        }

        @InvalidatesData("product:{#ids}")
        public CompletableFuture<String> renameLater(List<Long> ids, CompletableFuture<String> done) {
            return done;
        }

        @InvalidatesData("product:{#id}")
        public Mono<String> renameReactively(long id) {
            return Mono.just("done");
        }

        @CachePut(cacheNames = "products", key = "#product.id")
        public Product save(Product product) {
            source.names.put(product.id(), product.name());
            return product;
        }

        @CacheEvict("products")
        public void evict(long id) {}

        @CacheEvict(cacheNames = "products", beforeInvocation = true)
        public void evictBefore(long id) {
            source.read(id);
        }

        @CacheEvict(cacheNames = "products", allEntries = true)
        public void evictAll() {}

        @Cacheable("later")
        public CompletableFuture<Product> findLater(long id) {
            source.read(id);
            return source.pending;
        }

        @Cacheable(cacheNames = "later", sync = true)
        public CompletableFuture<Product> findLaterInSync(long id) {
            source.read(id);
            return source.pending;
        }

        @Cacheable("reactive")
        public Mono<Product> findMono(long id) {
            return Mono.fromCallable(() -> source.read(id));
        }

        @Cacheable(cacheNames = "reactive", sync = true)
        public Mono<Product> findMonoInSync(long id) {
            return Mono.fromCallable(() -> source.read(id));
        }

        @Cacheable("many")
        public Flux<Product> findFlux(long id) {
            return Flux.defer(() -> Flux.just(new Product(id, "a"), new Product(id, "b"))
                    .doOnSubscribe(subscription -> source.read(id)));
        }
    }
}
