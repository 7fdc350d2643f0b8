package dev.terrace.spring.autoconfigure;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What Spring's caches are told.
 *
 * <p>Immutable and thread-safe.
 *
 * @param enabled Whether Spring's cache manager is Terrace's. The rest goes on without it.
 * @param defaults Settings of all caches.
 * @param caches Settings of single caches, by name.
 * @param transactions How caches go with transactions.
 * @since 0.1.0
 */
@ConfigurationProperties("terrace.cache")
public record TerraceCacheProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue @NestedConfigurationProperty CacheSettings defaults,
        @DefaultValue Map<String, CacheSettings> caches,
        @DefaultValue Transactions transactions) {

    /** Checks the names of caches. */
    public TerraceCacheProperties {
        caches.keySet().forEach(name -> Bounds.name("caches." + name, name));
        caches = Map.copyOf(caches);
    }

    /**
     * How caches go with transactions.
     *
     * @param enabled Whether puts and evictions inside a transaction wait for its commit, and what a transaction that may write loads is not
     *     cached.
     */
    public record Transactions(@DefaultValue("true") boolean enabled) {}
}
