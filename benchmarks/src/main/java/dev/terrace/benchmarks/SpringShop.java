package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Items.Item;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** A Boot application whose cached methods are called through Spring's proxy. Which caches they are on, properties say. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
public class SpringShop {

    /** Properties of Boot's own support of Caffeine, with the starter switched off. */
    static final String[] ON_CAFFEINE = {
        "terrace.enabled=false",
        "spring.cache.type=caffeine",
        "spring.cache.caffeine.spec=maximumSize=" + Items.ROOM + ",expireAfterWrite=" + HeapHit.LIFE.toSeconds() + "s"
    };

    /** Properties of Terrace, with the same bounds. */
    static final String[] ON_TERRACE = {
        "terrace.cache.defaults.heap.maximum-size=" + Items.ROOM,
        "terrace.cache.defaults.heap.expire-after-write=" + HeapHit.LIFE.toSeconds() + "s"
    };

    static ConfigurableApplicationContext open(String... properties) {
        return new SpringApplicationBuilder(SpringShop.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "spring.main.log-startup-info=false")
                .properties(properties)
                .registerShutdownHook(false)
                .run();
    }

    @Bean
    Catalogue catalogue() {
        return new Catalogue();
    }

    /** The cached methods. Spring's proxy extends it. */
    public static class Catalogue {

        private final AtomicLong calls = new AtomicLong();

        /**
         * As most methods are cached.
         *
         * @param key a key
         * @return its item
         */
        @Cacheable("products")
        public Item product(String key) {
            calls.incrementAndGet();
            return Items.item(key);
        }

        /**
         * With one load for all who wait.
         *
         * @param key a key
         * @return its item
         */
        @Cacheable(cacheNames = "synced", sync = true)
        public Item synced(String key) {
            calls.incrementAndGet();
            return Items.item(key);
        }

        /**
         * How often a method was called, and not answered by a cache.
         *
         * @return a count
         */
        public long calls() {
            return calls.get();
        }
    }
}
