package dev.terrace.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one cache is told, or all. What is left out of a cache is that of all, then that of its preset, then Terrace's own.
 *
 * <p>Immutable and thread-safe.
 *
 * @param preset Kind of data, which brings tiers and lifetimes.
 * @param tiers Comma-separated list of tiers, of those that are there. By default all.
 * @param valueType Type of the values in far tiers, such as java.util.List&lt;com.acme.Product&gt;. By default what the cached methods return.
 * @param allowNullValues Whether null is a value that is cached.
 * @param heap Heap of each instance.
 * @param redis Redis as a tier.
 * @param jdbc Database as a tier.
 * @param expireAbsentAfter Lifetime of nulls.
 * @param expiryJitter Share of 0 to 0.5 by which lifetimes are shortened at random.
 * @param staleWhileRevalidate Time after its end for which a value may be served while sync=true loads a newer one.
 * @param staleIfError Time after its end for which a value may be served where a load with sync=true has failed.
 * @param softTimeout Time after which a read with sync=true is answered stale.
 * @param deadline Time after which a read with sync=true ends.
 * @param dependsOn Comma-separated list of names that every value rests on.
 * @since 0.1.0
 */
public record CacheSettings(
        @Nullable Kind preset,
        @Nullable Set<TierName> tiers,
        @Nullable String valueType,
        @Nullable Boolean allowNullValues,
        @DefaultValue Heap heap,
        @DefaultValue Far redis,
        @DefaultValue Far jdbc,
        @Nullable Duration expireAbsentAfter,
        @Nullable Double expiryJitter,
        @Nullable Duration staleWhileRevalidate,
        @Nullable Duration staleIfError,
        @Nullable Duration softTimeout,
        @Nullable Duration deadline,
        @DefaultValue List<String> dependsOn) {

    static final CacheSettings NONE = new CacheSettings(
            null,
            null,
            null,
            null,
            new Heap(null, null),
            new Far(null, null),
            new Far(null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of());

    /** Checks the bounds, so that a mistake is told with the name of its property. */
    public CacheSettings {
        Bounds.life("expire-absent-after", expireAbsentAfter);
        Bounds.number("expiry-jitter", expiryJitter, 0, 0.5);
        Bounds.duration("stale-while-revalidate", staleWhileRevalidate, Duration.ZERO, Bounds.LONGEST);
        Bounds.duration("stale-if-error", staleIfError, Duration.ZERO, Bounds.LONGEST);
        Bounds.life("soft-timeout", softTimeout);
        Bounds.life("deadline", deadline);
        if (tiers != null && tiers.isEmpty()) {
            throw new IllegalArgumentException("tiers must name at least one of heap, redis and jdbc, or be left out");
        }
        dependsOn = List.copyOf(dependsOn);
    }

    /** A tier. */
    public enum TierName {
        /** The heap of the process. */
        HEAP,
        /** Redis. */
        REDIS,
        /** A database. */
        JDBC
    }

    /** A kind of data. */
    public enum Kind {
        /** Read all the time, changes often: heap and Redis, 300 s. */
        HOT_DATA(Duration.ofMinutes(5), true, false),
        /** What a query has answered: heap, Redis and JDBC, 1,800 s. */
        QUERY_RESULTS(Duration.ofMinutes(30), true, true),
        /** Sessions of users: heap and Redis, 3,600 s. */
        USER_SESSIONS(Duration.ofHours(1), true, false),
        /** Hardly ever changes, and is big: Redis and JDBC, 86,400 s. */
        STATIC_CONTENT(Duration.ofDays(1), false, true);

        private final Duration life;
        private final boolean heap;
        private final boolean jdbc;

        Kind(Duration life, boolean heap, boolean jdbc) {
            this.life = life;
            this.heap = heap;
            this.jdbc = jdbc;
        }

        Duration life() {
            return life;
        }

        boolean has(TierName tier) {
            return switch (tier) {
                case HEAP -> heap;
                case REDIS -> true;
                case JDBC -> jdbc;
            };
        }
    }

    /**
     * The heap of each instance.
     *
     * @param maximumSize Most entries.
     * @param expireAfterWrite Lifetime of an entry.
     */
    public record Heap(@Nullable Long maximumSize, @Nullable Duration expireAfterWrite) {

        /** Checks the bounds. */
        public Heap {
            Bounds.number("maximum-size", maximumSize, 1, Long.MAX_VALUE);
            Bounds.life("expire-after-write", expireAfterWrite);
        }
    }

    /**
     * A far tier.
     *
     * @param expireAfterWrite Lifetime of an entry.
     * @param timeout Time for which an answer is waited for.
     */
    public record Far(
            @Nullable Duration expireAfterWrite, @Nullable Duration timeout) {

        /** Checks the bounds. */
        public Far {
            Bounds.life("expire-after-write", expireAfterWrite);
            Bounds.life("timeout", timeout);
        }
    }
}
