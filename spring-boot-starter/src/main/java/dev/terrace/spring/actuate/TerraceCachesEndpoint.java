package dev.terrace.spring.actuate;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Receipt;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.WarmFrom;
import dev.terrace.cache.Warmed;
import dev.terrace.cache.tuning.Optimization;
import dev.terrace.cache.tuning.Tuner;
import dev.terrace.cache.warm.WarmRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * The caches of the namespace: their state, where a key is and what that is worth, invalidation, warming, and what a tuner recommends. Reads
 * alone are permitted unless {@code management.endpoint.terracecaches.access} says otherwise. Values are never shown.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
@WebEndpoint(id = "terracecaches", defaultAccess = Access.READ_ONLY)
public final class TerraceCachesEndpoint {

    /** The most keys that one call warms. */
    static final int MOST_KEYS = 1_000;

    private static final int LONGEST_NAME = 64;

    private final Terrace terrace;
    private final Operators operators;
    private final Supplier<List<CacheWarming>> warmings;
    private final Supplier<@Nullable Tuner> tuner;
    private final Duration patience;
    private final Map<String, WarmRun> runs = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param terrace whose caches
     * @param operators who may change something
     * @param warmings how caches are warmed
     * @param tuner who recommends; null if nobody does
     * @param patience how long an operation waits for what it has begun
     */
    public TerraceCachesEndpoint(
            Terrace terrace,
            Operators operators,
            Supplier<List<CacheWarming>> warmings,
            Supplier<@Nullable Tuner> tuner,
            Duration patience) {
        this.terrace = terrace;
        this.operators = operators;
        this.warmings = warmings;
        this.tuner = tuner;
        this.patience = patience;
    }

    /**
     * All caches.
     *
     * @return the namespace, its log, and the state of each cache
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> caches() {
        return Answers.of(() -> {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("namespace", terrace.host().namespace());
            view.put("log", CacheViews.log(terrace.logStats()));
            Map<String, Object> caches = new LinkedHashMap<>();
            terrace.caches().forEach(cache -> caches.put(cache.name(), view(cache)));
            view.put("caches", caches);
            Tuner tuning = tuner.get();
            if (tuning != null) {
                view.put("tuner", tuning.deeds().stream().map(CacheViews::deed).toList());
            }
            return view;
        });
    }

    /**
     * One cache, or one key of it.
     *
     * @param cache the cache's name
     * @param key a key; without it the cache's state is told
     * @param type what the key is: string (the default), long, int, uuid or boolean
     * @return the state, or where the key is and what that is worth
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> cache(
            @Selector String cache, @Nullable String key, @Nullable String type) {
        return Answers.of(() -> {
            Cache<Object, ?> found = find(cache);
            return key == null
                    ? view(found)
                    : CacheViews.explanation(ofKey(() -> found.explain(KeyText.read(key, type))));
        });
    }

    /**
     * Invalidates a dependency in all caches, or asks the tuner.
     *
     * @param action invalidate or optimize
     * @param security who asks
     * @param dependency what to invalidate
     * @param apply whether the tuner shall make the first change that it is sure of
     * @return what came of it
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> all(
            @Selector String action, SecurityContext security, @Nullable String dependency, @Nullable Boolean apply) {
        return Answers.of(() -> {
            operators.require(security);
            return switch (action) {
                case "invalidate" -> invalidateDependency(dependency);
                case "optimize" -> optimize(Boolean.TRUE.equals(apply));
                default ->
                    throw new Answers.RefusedException(
                            Answers.NOT_FOUND, "no such operation on all caches", "there are invalidate and optimize");
            };
        });
    }

    /**
     * Invalidates a key or all of a cache, or warms it.
     *
     * @param cache the cache's name
     * @param action invalidate or warm
     * @param security who asks
     * @param key the key to invalidate
     * @param type what keys are, as for {@link #cache}
     * @param all whether the whole cache is to be invalidated
     * @param keys keys to warm, one in a line; without them the application's own way to warm the cache is begun
     * @param from where keys are warmed from: far_tiers (the default) or loader
     * @return what came of it
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> one(
            @Selector String cache,
            @Selector String action,
            SecurityContext security,
            @Nullable String key,
            @Nullable String type,
            @Nullable Boolean all,
            @Nullable String keys,
            @Nullable WarmFrom from) {
        boolean begins = action.equals("warm") && keys == null;
        return Answers.of(begins ? Answers.ACCEPTED : Answers.OK, () -> {
            operators.require(security);
            Cache<Object, ?> found = find(cache);
            return switch (action) {
                case "invalidate" -> invalidate(found, key, type, Boolean.TRUE.equals(all));
                case "warm" -> keys == null ? begin(found) : warm(found, keys, type, from);
                default ->
                    throw new Answers.RefusedException(
                            Answers.NOT_FOUND, "no such operation on a cache", "there are invalidate and warm");
            };
        });
    }

    /**
     * Invalidates a key.
     *
     * @param cache the cache's name
     * @param security who asks
     * @param key the key
     * @param type what it is, as for {@link #cache}
     * @return whether other instances will have heard of it
     */
    @DeleteOperation
    public WebEndpointResponse<Map<String, Object>> invalidate(
            @Selector String cache, SecurityContext security, @Nullable String key, @Nullable String type) {
        return Answers.of(() -> {
            operators.require(security);
            return invalidate(find(cache), key, type, false);
        });
    }

    private Map<String, Object> view(Cache<?, ?> cache) {
        Map<String, Object> view = CacheViews.cache(cache);
        WarmRun run = runs.get(cache.name());
        if (run != null) {
            view.put("warming", CacheViews.progress(run.progress()));
        }
        return view;
    }

    private Map<String, Object> invalidateDependency(@Nullable String dependency) {
        if (dependency == null) {
            throw new Answers.RefusedException(
                    Answers.BAD_REQUEST, "no dependency is named", "say by \"dependency\" what to invalidate");
        }
        try {
            return receipt(terrace.invalidateDependency(dependency));
        } catch (IllegalArgumentException wrong) {
            throw new Answers.RefusedException(
                    Answers.BAD_REQUEST, "no dependency can be called so", "its name has 1 to 512 bytes");
        } catch (IllegalStateException closed) {
            throw ended();
        }
    }

    private Map<String, Object> invalidate(
            Cache<Object, ?> cache, @Nullable String key, @Nullable String type, boolean all) {
        if (all == (key != null)) {
            throw new Answers.RefusedException(
                    Answers.BAD_REQUEST,
                    all ? "a key is named, and the whole cache is to be invalidated" : "no key is named",
                    "name one by \"key\", or invalidate the whole cache by POST .../invalidate with \"all\": true");
        }
        if (key == null) {
            return receipt(ofKey(cache::invalidateAll));
        }
        return receipt(ofKey(() -> cache.invalidate(KeyText.read(key, type))));
    }

    private static Map<String, Object> receipt(Receipt receipt) {
        return Map.of("receipt", receipt.name());
    }

    private Map<String, Object> begin(Cache<?, ?> cache) {
        CacheWarming warming = warmings.get().stream()
                .filter(one -> one.cache().equals(cache.name()))
                .findFirst()
                .orElseThrow(() -> new Answers.RefusedException(
                        Answers.CONFLICT,
                        "the application does not say how this cache is warmed",
                        "name keys by \"keys\", set terrace.cache.profile.enabled=true for a cache of Spring's with a far tier, or define a bean of type "
                                + "CacheWarming"));
        try {
            WarmRun run = warming.start();
            runs.put(cache.name(), run);
            return CacheViews.progress(run.progress());
        } catch (IllegalStateException busy) {
            throw new Answers.RefusedException(
                    Answers.CONFLICT, "the cache is being warmed already", "look at its state until that is over");
        }
    }

    private Map<String, Object> warm(
            Cache<Object, ?> cache, String keys, @Nullable String type, @Nullable WarmFrom from) {
        List<Object> wanted = new ArrayList<>();
        keys.lines().filter(line -> !line.isBlank()).forEach(line -> {
            if (wanted.size() == MOST_KEYS) {
                throw new Answers.RefusedException(
                        Answers.BAD_REQUEST, "too many keys", "warm " + MOST_KEYS + " at a time");
            }
            wanted.add(KeyText.read(line, type));
        });
        if (wanted.isEmpty()) {
            throw new Answers.RefusedException(
                    Answers.BAD_REQUEST, "no key is named", "write one in each line of \"keys\"");
        }
        WarmFrom source = from == null ? WarmFrom.FAR_TIERS : from;
        Warmed warmed;
        try {
            warmed = Answers.await(
                    ofKey(() -> cache.async().warm(wanted, source)), patience, "the keys are warmed all the same");
        } catch (IllegalStateException noLoader) {
            throw new Answers.RefusedException(
                    Answers.CONFLICT, "the cache has no loader of its own, or has ended", "warm it from far_tiers");
        }
        return CacheViews.warmed(warmed);
    }

    private Map<String, Object> optimize(boolean apply) {
        Tuner tuning = tuner.get();
        if (tuning == null) {
            throw new Answers.RefusedException(
                    Answers.CONFLICT,
                    "nothing is tuned here",
                    "set terrace.cache.tuning.enabled=true, or define a bean of type " + Tuner.class.getName());
        }
        try {
            Optimization optimization = tuning.optimize(apply);
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("recommendations", CacheViews.recommendations(optimization.recommendations()));
            if (optimization.deed() != null) {
                view.put("deed", CacheViews.deed(optimization.deed()));
            }
            view.put("note", optimization.note());
            return view;
        } catch (IllegalStateException closed) {
            throw ended();
        }
    }

    @SuppressWarnings("unchecked") // a key of another type than the cache's is told as such by the calls
    private Cache<Object, ?> find(String name) {
        for (Cache<?, ?> cache : terrace.caches()) {
            if (cache.name().equals(name)) {
                return (Cache<Object, ?>) cache;
            }
        }
        throw new Answers.RefusedException(
                Answers.NOT_FOUND,
                name.length() > LONGEST_NAME ? "no cache is called so" : "no cache is called '" + name + "'",
                "GET this endpoint without a name for all that have been used");
    }

    /** What keys that come from outside may cause. */
    private static <T> T ofKey(Supplier<T> call) {
        try {
            return call.get();
        } catch (ClassCastException | IllegalArgumentException wrong) {
            throw new Answers.RefusedException(
                    Answers.BAD_REQUEST,
                    "the key is not one of this cache",
                    "say by \"type\" what it is, and keep within the cache's maximumKeyBytes");
        }
    }

    private static Answers.RefusedException ended() {
        return new Answers.RefusedException(
                Answers.UNAVAILABLE, "the application is being stopped", "ask another instance");
    }
}
