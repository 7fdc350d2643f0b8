package dev.terrace.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that has happened in a cache, or to the invalidation log of its {@link Terrace}.
 *
 * <p>Further events may come with later versions; code that decides by their type needs a default. Texts ({@code toString()}) quote no key,
 * no name of a dependency and no message of an exception, so that they may be logged.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public sealed interface CacheEvent {

    /**
     * What it is, as listeners ask for it.
     *
     * @return the kind
     */
    EventKind kind();

    /**
     * The cache in which it has happened.
     *
     * @return the cache's name; empty where it speaks of the whole namespace
     */
    String cache();

    /**
     * A read that a tier has answered with a fresh value.
     *
     * @param cache the cache\'s name
     * @param key the key
     * @param tier {@code heap}, or the name of a far tier
     */
    record Hit(String cache, Object key, String tier) implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.HIT;
        }

        @Override
        public String toString() {
            return "Hit[cache=" + cache + ", tier=" + tier + "]";
        }
    }

    /**
     * A read that no tier has answered; told when it is known what came of it.
     *
     * @param cache the cache\'s name
     * @param key the key
     */
    record Miss(String cache, Object key) implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.MISS;
        }

        @Override
        public String toString() {
            return "Miss[cache=" + cache + "]";
        }
    }

    /**
     * A loader has brought a value.
     *
     * @param cache the cache\'s name
     * @param key the key
     * @param took the time that was spent in it
     */
    record Loaded(String cache, Object key, Duration took) implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.LOAD;
        }

        @Override
        public String toString() {
            return "Loaded[cache=" + cache + ", took=" + took + "]";
        }
    }

    /**
     * A loader has thrown.
     *
     * @param cache the cache\'s name
     * @param key the key
     * @param took the time that was spent in it
     * @param failure what callers get, unless they are served something stale
     */
    record LoadFailed(String cache, Object key, Duration took, Throwable failure) implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.LOAD;
        }

        @Override
        public String toString() {
            return "LoadFailed[cache=" + cache + ", took=" + took + ", failure="
                    + failure.getClass().getName() + "]";
        }
    }

    /**
     * A read was answered with a value whose freshness is over, by the cache's or the call's {@link Freshness}.
     *
     * @param cache the cache\'s name
     * @param key the key
     * @param reason why that was the answer
     * @param age the value's age, as in {@link Answer#age()}
     * @param tier {@code heap}, or the name of a far tier
     */
    record ServedStale(String cache, Object key, Answer.Reason reason, Duration age, String tier)
            implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.STALE;
        }

        @Override
        public String toString() {
            return "ServedStale[cache=" + cache + ", reason=" + reason + ", age=" + age + ", tier=" + tier + "]";
        }
    }

    /**
     * A tier did not take a write that came too late: something that the value rests on was invalidated after its stamp was taken, or the
     * far tier holds something newer.
     *
     * @param cache the cache\'s name
     * @param key the key; null where a far tier has refused, for it is told digests of keys
     * @param tier {@code heap}, or the name of a far tier; the nearest where none was tried
     * @param writes how many it has refused of one batch
     */
    record RefusedWrite(String cache, @Nullable Object key, String tier, int writes) implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.REFUSED_WRITE;
        }

        @Override
        public String toString() {
            return "RefusedWrite[cache=" + cache + ", tier=" + tier + ", writes=" + writes + "]";
        }
    }

    /**
     * The heap gave an entry up for want of room.
     *
     * @param cache the cache\'s name
     * @param key the key
     */
    record Evicted(String cache, Object key) implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.EVICTION;
        }

        @Override
        public String toString() {
            return "Evicted[cache=" + cache + "]";
        }
    }

    /**
     * A caller on this node has invalidated a key or the whole cache.
     *
     * @param cache the cache\'s name
     * @param key the key; null where it is the whole cache
     * @param byPut whether a {@link Cache#put(Object, Object) put} has replaced its value
     */
    record Invalidated(String cache, @Nullable Object key, boolean byPut) implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.INVALIDATION;
        }

        @Override
        public String toString() {
            return "Invalidated[cache=" + cache + ", of=" + (key == null ? "all" : "a key") + ", byPut=" + byPut + "]";
        }
    }

    /**
     * A caller on this node has invalidated a dependency, in all caches; told to listeners of the {@link Terrace}.
     *
     * @param dependency its name
     */
    record DependencyInvalidated(String dependency) implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.INVALIDATION;
        }

        @Override
        public String cache() {
            return "";
        }

        @Override
        public String toString() {
            return "DependencyInvalidated[]";
        }
    }

    /**
     * This node has read in the log what another node has invalidated, and believes nothing any more that rests on it. Told to listeners of
     * the {@link Terrace}.
     *
     * @param cache the cache, where all of it was invalidated; else empty
     * @param dependency the dependency, if it is one
     * @param digest the key's digest, as {@link Explanation#digest()} has it, if it is a key; the log does not say of which cache. If none
     *     of the three is there, everything in the namespace was invalidated
     */
    record InvalidationHeard(
            String cache,
            @Nullable String dependency,
            @Nullable String digest) implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.INVALIDATION_HEARD;
        }

        @Override
        public String toString() {
            String of = dependency != null
                    ? "a dependency"
                    : digest != null ? "a key" : cache.isEmpty() ? "the namespace" : "cache " + cache;
            return "InvalidationHeard[of=" + of + "]";
        }
    }

    /**
     * A cache stops to call one of its far tiers, tries whether it answers, or calls it again.
     *
     * @param cache the cache\'s name
     * @param tier the tier's name
     * @param state what the breaker is from now on
     */
    record BreakerChanged(String cache, String tier, BreakerState state) implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.BREAKER;
        }
    }

    /**
     * No write has reached the invalidation log for too long ({@link Terrace.Builder#whenDisconnected}), or one has again.
     *
     * @param reached whether writes reach it
     */
    record LogReach(boolean reached) implements CacheEvent {
        @Override
        public EventKind kind() {
            return EventKind.LOG;
        }

        @Override
        public String cache() {
            return "";
        }
    }
}
