package dev.terrace.cache;

import dev.terrace.cache.internal.envelope.Envelope;
import dev.terrace.cache.internal.key.KeyBytes;
import dev.terrace.cache.internal.key.KeyDigester;
import dev.terrace.cache.jackson.JacksonCodec;
import dev.terrace.cache.spi.Codec;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Tier;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a cache. Without any tier it lives on the heap, with the heap's defaults.
 *
 * <p>Not thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1.0
 */
public final class CacheBuilder<K, V extends @Nullable Object> {

    /** The most bytes of a key's canonical form where nothing is said. */
    public static final int DEFAULT_MAXIMUM_KEY_BYTES = 1_024;

    /** The most bytes of an encoded value where nothing is said: 16 MiB. */
    public static final int DEFAULT_MAXIMUM_VALUE_BYTES = 16 << 20;

    private static final Backoff DEFAULT_BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final String TAKEN = "a cache of this name exists already: use that one, or another name";

    private final Caches caches;
    private final String name;
    private final Class<K> keyType;
    private final Type valueType;
    private final Map<Tier, TierSettings> far = new LinkedHashMap<>();
    private final List<String> fixed = new ArrayList<>();
    private final List<Listeners.Registration> listeners = new ArrayList<>();
    private final List<ReadObserver<? super K>> observers = new ArrayList<>();
    private @Nullable HeapSettings<K, V> heap;
    private final LoadSettings loads = new LoadSettings();
    private @Nullable Loader<? super K, ? extends V> loader;
    private @Nullable ConditionalLoader<? super K, V> conditionalLoader;
    private @Nullable BulkLoader<K, V> bulkLoader;
    private @Nullable BiFunction<? super K, ? super V, ? extends Iterable<String>> dependencies;
    private @Nullable Function<? super K, ? extends List<?>> keyParts;
    private @Nullable Codec<V> codec;
    private Freshness freshness = Freshness.strict();
    private @Nullable Duration refreshAfterWrite;
    private @Nullable BiFunction<? super K, ? super V, Duration> expireAfter;
    private @Nullable Duration absent;
    private double jitter;
    private @Nullable Backoff backoff;
    private boolean nullable;
    private int maximumKeyBytes = DEFAULT_MAXIMUM_KEY_BYTES;
    private int maximumValueBytes = DEFAULT_MAXIMUM_VALUE_BYTES;

    CacheBuilder(Caches caches, String name, Class<K> keyType, Type valueType) {
        this.caches = caches;
        this.name = Settings.name("a cache's name", name);
        this.keyType = keyType;
        this.valueType = valueType;
    }

    /**
     * Takes tiers and lifetimes for a kind of data.
     *
     * @param preset such as {@link Preset#hotData}
     * @return this
     */
    public CacheBuilder<K, V> preset(Preset preset) {
        preset.applyTo(this);
        return this;
    }

    /**
     * Gives the cache a heap tier, which is always the nearest.
     *
     * @param settings changes the heap's settings; may be called again to change more
     * @return this
     */
    public CacheBuilder<K, V> heap(Consumer<? super HeapSettings<K, V>> settings) {
        HeapSettings<K, V> nearest = heap == null ? new HeapSettings<>() : heap;
        settings.accept(nearest);
        heap = nearest;
        return this;
    }

    /**
     * Adds a far tier behind those that were added before, with default settings.
     *
     * @param tier the tier; this cache's Terrace opens and closes it
     * @return this
     */
    public CacheBuilder<K, V> tier(Tier tier) {
        return tier(tier, settings -> {});
    }

    /**
     * Adds a far tier behind those that were added before, or changes the settings of one that was.
     *
     * @param tier the tier; this cache's Terrace opens and closes it
     * @param settings changes the tier's settings
     * @return this
     */
    public CacheBuilder<K, V> tier(Tier tier, Consumer<? super TierSettings> settings) {
        settings.accept(far.computeIfAbsent(tier, absent -> new TierSettings()));
        return this;
    }

    /**
     * Says how a value is loaded that no tier has.
     *
     * @param loader the loader of {@link Cache#get(Object)}, and of {@link Cache#getAll} where there is no bulk loader
     * @return this
     */
    public CacheBuilder<K, V> loader(Loader<? super K, ? extends V> loader) {
        this.loader = loader;
        return this;
    }

    /**
     * Says how a value is loaded whose source can tell that the old one is still current; instead of {@link #loader}.
     *
     * @param loader gets the old value where that is trusted and its source gave it a validator
     * @return this
     */
    public CacheBuilder<K, V> conditionalLoader(ConditionalLoader<? super K, V> loader) {
        conditionalLoader = loader;
        return this;
    }

    /**
     * Says how the values of several keys are loaded at once.
     *
     * @param loader the loader of {@link Cache#getAll}, and of single keys where there is no other
     * @return this
     */
    public CacheBuilder<K, V> bulkLoader(BulkLoader<K, V> loader) {
        bulkLoader = loader;
        return this;
    }

    /**
     * Bounds the calls of loaders: how many at a time, for how many keys, for how long.
     *
     * @param settings changes the settings; may be called again to change more
     * @return this
     */
    public CacheBuilder<K, V> loads(Consumer<? super LoadSettings> settings) {
        settings.accept(loads);
        return this;
    }

    /**
     * Names what every value of this cache rests on.
     *
     * @param names dependencies, each 1 to 512 bytes of UTF-8
     * @return this
     * @throws IllegalArgumentException if a name is empty or too long
     */
    public CacheBuilder<K, V> dependsOn(String... names) {
        for (String dependency : names) {
            fixed.add(Name.dependency(dependency).text());
        }
        return this;
    }

    /**
     * Computes what a value rests on from its key and itself, for loaded and for put values. A loader can declare more while
     * it runs.
     *
     * @param names the dependencies of a value
     * @return this
     */
    public CacheBuilder<K, V> dependsOn(BiFunction<? super K, ? super V, ? extends Iterable<String>> names) {
        dependencies = names;
        return this;
    }

    /**
     * Allows null as a value, meaning that the source has none. It is kept like any other value.
     *
     * @return this builder, for nullable values; to be called before what speaks of values
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // the same builder, with a wider type of values
    public CacheBuilder<K, @Nullable V> nullable() {
        nullable = true;
        return (CacheBuilder<K, @Nullable V>) this;
    }

    /**
     * Says how values are written for far tiers. Without this it is Jackson's Smile format, bound to the cache's value type.
     *
     * @param codec the codec
     * @return this
     */
    @SuppressWarnings("unchecked") // a codec never meets a null
    public CacheBuilder<K, V> codec(Codec<? extends V> codec) {
        this.codec = (Codec<V>) codec;
        return this;
    }

    /**
     * Takes a key apart, for key types that have no canonical bytes of their own: any but {@code String},
     * whole numbers, {@code Character}, {@code Boolean}, {@code UUID}, {@code ByteBuffer}, enums and lists of these. Keys with equal parts must be equal.
     *
     * @param parts the parts, of those types, which together are the key
     * @return this
     */
    public CacheBuilder<K, V> keyParts(Function<? super K, ? extends List<?>> parts) {
        keyParts = parts;
        return this;
    }

    /**
     * Says how old a value may be that this cache's reads are answered with, and how long they may take. Entries are kept in all tiers
     * for the longer of the two stale windows after their freshness has ended.
     *
     * @param freshness default {@link Freshness#strict()}
     * @return this
     */
    public CacheBuilder<K, V> freshness(Freshness freshness) {
        this.freshness = freshness;
        return this;
    }

    /**
     * Loads an entry anew in the background when it is read on the heap at this age or later, though it is fresh. So what is read
     * often never makes a reader wait. Another node's newer entry in a far tier does as well.
     *
     * @param age 1 ms to 3,650 days, exact to 100 ms; shorter than the heap's {@code expireAfterWrite}
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public CacheBuilder<K, V> refreshAfterWrite(Duration age) {
        refreshAfterWrite = Settings.life("refreshAfterWrite", age);
        return this;
    }

    /**
     * Lets each value decide how long it is fresh; where a tier's {@code expireAfterWrite} is shorter, that counts.
     *
     * @param life the life of a value, at least 1 ms; called when it is loaded or put
     * @return this
     */
    public CacheBuilder<K, V> expireAfter(BiFunction<? super K, ? super V, Duration> life) {
        expireAfter = life;
        return this;
    }

    /**
     * Gives nulls, which stand for what the source does not have, a life of their own. Of use to a {@link #nullable()} cache.
     *
     * @param life 1 ms to 3,650 days; where a tier's {@code expireAfterWrite} is shorter, that counts
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public CacheBuilder<K, V> expireAbsentAfter(Duration life) {
        absent = Settings.life("expireAbsentAfter", life);
        return this;
    }

    /**
     * Shortens the life of each entry by a share that is drawn anew each time, so that entries which were loaded together do not
     * end together.
     *
     * @param share the largest share, 0 to 0.5; default 0
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public CacheBuilder<K, V> expiryJitter(double share) {
        if (!(share >= 0 && share <= 0.5)) {
            throw new IllegalArgumentException("expiryJitter must be 0 to 0.5: " + share);
        }
        jitter = share;
        return this;
    }

    /**
     * Says how long a loader that has failed for a key is not asked for it again. Reads of it fail meanwhile with the same failure,
     * or are answered stale where that is allowed; an invalidation of the key ends it. Each further failure doubles the pause.
     *
     * @param first after the first failure, 1 ms to 3,650 days; default 1 s where stale values are served or entries are refreshed, else
     *     failures are not remembered
     * @param longest after many, at least {@code first}; default 1 min
     * @return this
     * @throws IllegalArgumentException if one is out of bounds
     */
    public CacheBuilder<K, V> rememberFailures(Duration first, Duration longest) {
        Settings.life("rememberFailures' first pause", first);
        Settings.life("rememberFailures' longest pause", longest);
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "rememberFailures' longest pause of " + longest + " is shorter than its first of " + first);
        }
        backoff = new Backoff(first, longest);
        return this;
    }

    /**
     * Bounds the canonical bytes of a key.
     *
     * @param bytes the most bytes, positive; default {@value #DEFAULT_MAXIMUM_KEY_BYTES}
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public CacheBuilder<K, V> maximumKeyBytes(int bytes) {
        maximumKeyBytes = (int) Settings.positive("maximumKeyBytes", bytes);
        return this;
    }

    /**
     * Bounds the encoded bytes of a value in far tiers.
     *
     * @param bytes the most bytes, positive; default 16 MiB
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public CacheBuilder<K, V> maximumValueBytes(int bytes) {
        maximumValueBytes = (int) Settings.positive("maximumValueBytes", bytes);
        return this;
    }

    /**
     * Tells a listener what happens in this cache, except hits.
     *
     * @param listener is told on a thread of its own
     * @return this
     */
    public CacheBuilder<K, V> listener(CacheListener listener) {
        return listener(listener, settings -> {});
    }

    /**
     * Tells a listener what happens in this cache.
     *
     * @param listener is told on a thread of its own
     * @param settings says of which kinds it is told, and how many events may wait for it
     * @return this
     */
    public CacheBuilder<K, V> listener(CacheListener listener, Consumer<? super ListenerSettings> settings) {
        listeners.add(Listeners.registration(listener, settings));
        return this;
    }

    /**
     * Tells an observer of this cache's reads, on the readers' threads; several may be added.
     *
     * @param observer such as an access profile
     * @return this
     */
    public CacheBuilder<K, V> observer(ReadObserver<? super K> observer) {
        observers.add(observer);
        return this;
    }

    @SuppressWarnings("unchecked") // a text's codec is one of V where V is String
    private Codec<V> defaultCodec() {
        return valueType == String.class ? (Codec<V>) new TextCodec() : JacksonCodec.of(valueType);
    }

    /**
     * Makes the cache.
     *
     * @return the cache, part of its Terrace until that is closed
     * @throws CacheConfigurationException if settings contradict each other or lack something; it lists all faults
     * @throws IllegalStateException if a tier can be reached but will never work; the message has the cure
     */
    public Cache<K, V> build() {
        List<String> faults = faults();
        Codec<V> with = far.isEmpty() ? null : codec;
        if (!far.isEmpty() && codec == null) {
            try {
                with = defaultCodec();
            } catch (IllegalStateException missing) {
                faults.add(String.valueOf(missing.getMessage()));
            }
        }
        if (!faults.isEmpty()) {
            throw new CacheConfigurationException("cache '" + name + "'", faults);
        }
        HeapSettings<K, V> nearest = heap == null && far.isEmpty() ? new HeapSettings<>() : heap;
        Cache<K, V> cache = caches.add(new CacheSpec<>(
                name,
                new KeyDigester<>(name, keyBytes(), maximumKeyBytes),
                nearest,
                far.entrySet().stream()
                        .map(one -> new CacheSpec.FarSpec(one.getKey(), one.getValue()))
                        .toList(),
                origins(),
                List.copyOf(fixed),
                dependencies,
                nullable,
                with,
                maximumValueBytes,
                freshness,
                new Lifetimes<>(expireAfter, absent, jitter),
                refreshAfterWrite,
                settledBackoff(),
                caches.listeners().of(name, listeners),
                caches.observation(name, observers)));
        if (cache == null) {
            throw new CacheConfigurationException("cache '" + name + "'", List.of(TAKEN));
        }
        return cache;
    }

    private Origins<K, V> origins() {
        return new Origins<>(loader, conditionalLoader, bulkLoader, loads);
    }

    private Backoff settledBackoff() {
        if (backoff != null) {
            return backoff;
        }
        return freshness.servesStale() || refreshAfterWrite != null ? DEFAULT_BACKOFF : Backoff.NONE;
    }

    private List<String> faultsOfFreshness() {
        List<String> faults = new ArrayList<>(freshness.faults());
        Duration due = refreshAfterWrite;
        if (due != null && origins().isEmpty()) {
            faults.add("its refreshAfterWrite has no loader to call: give the builder one, or leave it out");
        }
        if (due != null && heap == null && !far.isEmpty()) {
            faults.add("its refreshAfterWrite needs a heap tier, whose entries it refreshes: call heap(...)");
        }
        if (conditionalLoader != null
                && due == null
                && freshness.window().isZero()
                && loads.revalidateWithin().isZero()) {
            faults.add(
                    "its conditionalLoader is never offered an old value, since none is kept: give revalidateWithin a window, or "
                            + "call loader(...) instead");
        }
        Duration life = heap == null ? HeapSettings.DEFAULT_EXPIRE_AFTER_WRITE : heap.life();
        if (due != null && due.compareTo(life) >= 0) {
            faults.add("its refreshAfterWrite of " + due + " is not shorter than the heap's expireAfterWrite of " + life
                    + ", so no entry would live to be refreshed: shorten the one or lengthen the other");
        }
        if (absent != null && !nullable) {
            faults.add(
                    "its expireAbsentAfter speaks of nulls, which it does not hold: declare it nullable(), or leave that out");
        }
        return faults;
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (caches.has(name)) {
            faults.add(TAKEN);
        }
        if (heap != null) {
            faults.addAll(heap.faults());
        }
        if (!far.isEmpty() && !caches.isLogged()) {
            faults.add(
                    "it has a far tier, but its Terrace has no invalidation log, so other processes' changes would go "
                            + "unseen: call log(...) on Terrace.builder, such as log(redis.log()) or log(jdbc.log())");
        }
        faults.addAll(faultsOfFreshness());
        faults.addAll(origins().faults());
        if (fixed.size() > Envelope.MAXIMUM_DEPENDENCIES) {
            faults.add("it depends on more than " + Envelope.MAXIMUM_DEPENDENCIES
                    + " names: declare a coarser one that covers several of them");
        }
        if (codec != null && (codec.id() < 0 || codec.id() > 255)) {
            faults.add("its codec's id is " + codec.id() + ": give it one from 64 to 255");
        }
        Set<String> names = new HashSet<>();
        for (Tier tier : far.keySet()) {
            if (!names.add(tier.name())) {
                faults.add("it has two tiers named '" + tier.name()
                        + "': give tier(...) the same tier to change its settings, or leave one out");
            }
        }
        if (keyParts == null && !KeyBytes.supports(keyType)) {
            faults.add("keys of type " + keyType.getName()
                    + " have no canonical bytes: call keyParts(key -> List.of(...)) on the builder");
        }
        return faults;
    }

    private Function<K, byte[]> keyBytes() {
        Function<? super K, ? extends List<?>> parts = keyParts;
        return parts == null ? KeyBytes::of : key -> KeyBytes.of(parts.apply(key));
    }
}
