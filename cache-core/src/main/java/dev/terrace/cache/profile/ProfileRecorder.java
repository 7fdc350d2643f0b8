package dev.terrace.cache.profile;

import dev.terrace.cache.ObservedHits;
import dev.terrace.cache.ReadObserver;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Readers leave notes in two rings, one for the hits that are drawn and one for misses, and never wait. A timer has them emptied ten times a
 * second by a thread of the namespace. So does a reader who has filled half of that for misses; one who hits hands nothing over, for that
 * allocates. All that is known lies behind one lock, which readers never take.
 *
 * State: rings and sampling are their own; sketch, day and the time of the last emptying are guarded by `sketch`; the store by its keeper.
 * Order of locks: keeper, then sketch.
 */
/**
 * Records how one cache is read: which keys, how often, in which hours, and what is missed after what. Give it to the cache's builder as an
 * {@linkplain dev.terrace.cache.CacheBuilder#observer observer}, and close it before the Terrace is closed.
 *
 * <p><b>Cost.</b> A heap hit counts down a number and allocates nothing. With more than about 50,000 hits a second it records a sample of them;
 * under a burst it loses notes rather than time. A recorder is for one cache. Memory is bounded by {@link ProfileBuilder#maximumKeys}.
 *
 * <p><b>Failure.</b> A profile that cannot be read or stored is a warning and no more, unless {@link ProfileBuilder#failOnBadProfile} says
 * otherwise. A damaged one is replaced; one of another cache, version or key type is left alone, and nothing is stored.
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public final class ProfileRecorder<K> implements ReadObserver<K>, AutoCloseable {

    /** What comes between two emptyings while the interval fits, and half as much again. */
    private static final int HITS_HELD = 8_192;

    private static final int MISSES_HELD = 8_192;
    private static final Duration EMPTIED_EVERY = Duration.ofMillis(100);
    /** Of what was known of the hours a day ago: half of it in three days. */
    private static final float KEPT_EACH_DAY = 0.8f;

    private final String cache;
    private final Time time;
    private final Host host;
    private final ZoneId zone;
    private final @Nullable ProfileKeeper<K> keeper;
    private final Sampling sampling;
    private final AtomicReference<@Nullable ObservedHits> observed = new AtomicReference<>();
    private final Notes<K> hits = new Notes<>(HITS_HELD);
    private final Notes<K> misses = new Notes<>(MISSES_HELD);
    private final Sketch<K> sketch;
    private final Successors<K> successors;
    private final AtomicBoolean emptying = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Runnable emptied = this::emptyOnce;
    private final List<Time.Timer> timers = new ArrayList<>();
    private volatile @Nullable Consumer<? super K> missed;
    private long day;
    private long lastNanos;

    ProfileRecorder(String cache, Host host, ZoneId zone, int maximumKeys, @Nullable ProfileKeeper<K> keeper) {
        this.cache = cache;
        this.host = host;
        this.zone = zone;
        this.keeper = keeper;
        time = host.time();
        sketch = new Sketch<>(maximumKeys);
        successors = new Successors<>(Math.max(16, maximumKeys / 4));
        lastNanos = time.nanoTime();
        sampling = new Sampling(lastNanos);
        day = now().toLocalDate().toEpochDay();
    }

    /**
     * Begins a recorder.
     *
     * @param cache the cache's name
     * @param keyType the type of its keys
     * @param host the namespace's time and threads, from {@link dev.terrace.cache.Terrace#host}
     * @param <K> the type of the keys
     * @return a builder
     */
    public static <K> ProfileBuilder<K> builder(String cache, Class<K> keyType, Host host) {
        return new ProfileBuilder<>(cache, keyType, host);
    }

    void start(Duration saveEvery) {
        timers.add(time.repeat(EMPTIED_EVERY, this::emptyIfNeeded));
        ProfileKeeper<K> kept = keeper;
        if (kept != null) {
            timers.add(time.repeat(saveEvery, () -> later(() -> kept.saveOrWarn(this))));
        }
    }

    @Override
    public void begins(ObservedHits told) {
        if (!observed.compareAndSet(null, told)) {
            throw new IllegalStateException("the recorder of cache '" + cache
                    + "' records a cache already: make one for each with ProfileRecorder.builder");
        }
        told.ask(false);
        told.draw(1);
    }

    /** Chooses none: those that are recorded are drawn. */
    @Override
    public boolean samples(K key) {
        return false;
    }

    @Override
    public void hit(K key, long ageNanos, boolean drawn) {
        hits.add(key, 0);
    }

    @Override
    public void missed(K key) {
        if (misses.add(key, Thread.currentThread().getId())) {
            emptySoon();
        }
        Consumer<? super K> also = missed;
        if (also != null) {
            also.accept(key);
        }
    }

    /**
     * Tells somebody of each key that is missed, instead of who was told before.
     *
     * @param listener is called on the readers' threads, and must neither block nor throw; null for nobody
     */
    public void onMiss(@Nullable Consumer<? super K> listener) {
        missed = listener;
    }

    /**
     * The keys that usually follow a miss of this one, as far as is known now.
     *
     * @param key the key that was missed
     * @param confidence with which probability at least, 0 to 1
     * @return at most four; none while too little is known
     */
    public List<K> followers(K key, double confidence) {
        AccessProfile.Followers<K> known = successors.of(key);
        return known == null ? List.of() : known.atLeast(confidence);
    }

    /**
     * Says that what follows a key is fetched ahead this time. It will not be missed then, which is to count neither for nor against it.
     *
     * @param key the key that was missed
     */
    public void predicts(K key) {
        successors.predicts(key);
    }

    /**
     * What is known now.
     *
     * @return a snapshot; sorts all keys, so not for each request
     */
    public AccessProfile<K> profile() {
        synchronized (sketch) {
            empty();
            return new AccessProfile<>(
                    cache, Instant.ofEpochMilli(time.currentTimeMillis()), zone, sketch.rows(), successors.all());
        }
    }

    /**
     * The zone of the hours.
     *
     * @return as the builder was told
     */
    public ZoneId zone() {
        return zone;
    }

    /**
     * Why the stored profile is not used.
     *
     * @return null if it is used, or none was stored
     */
    public @Nullable ProfileException refusal() {
        return keeper == null ? null : keeper.refusal();
    }

    /**
     * Stores the profile now. Blocks.
     *
     * @throws IllegalStateException if there is no store
     * @throws ProfileException if it could not be stored, or what is stored is not this cache's and stays
     */
    public void save() {
        if (keeper == null) {
            throw new IllegalStateException("the recorder of cache '" + cache
                    + "' has no store: give its builder one, such as ProfileStore.file(path)");
        }
        keeper.save(this);
    }

    /** Adds what was known before; hours of another zone are not these hours. */
    void restore(AccessProfile<K> before) {
        synchronized (sketch) {
            sketch.restore(before.zone().equals(zone) ? before.rows() : withoutHours(before.rows()));
            successors.restore(before.followers());
        }
    }

    private static <K> List<AccessProfile.Row<K>> withoutHours(List<AccessProfile.Row<K>> rows) {
        return rows.stream()
                .map(row -> new AccessProfile.Row<>(row.key(), row.weight(), new float[Sketch.HOURS]))
                .toList();
    }

    /** Does something on another thread, or never if all are busy. */
    private void later(Runnable work) {
        try {
            host.executor().execute(work);
        } catch (RejectedExecutionException busy) {
            return; // there is a next time
        }
    }

    private void emptyIfNeeded() {
        if (hits.isWaiting() || misses.isWaiting() || sampling.interval() > 1) {
            emptySoon();
        }
    }

    private void emptySoon() {
        if (!emptying.getAndSet(true)) {
            try {
                host.executor().execute(emptied);
            } catch (RejectedExecutionException busy) {
                emptying.set(false);
            }
        }
    }

    private void emptyOnce() {
        emptying.set(false); // first: what is noted from now on may come too late for this time
        synchronized (sketch) {
            empty();
        }
    }

    /** Empties the rings into the sketch; under its lock. */
    private void empty() {
        ZonedDateTime now = now();
        long today = now.toLocalDate().toEpochDay();
        if (today != day) {
            sketch.fade((float) Math.pow(KEPT_EACH_DAY, (double) Math.max(1, today - day)));
            day = today;
        }
        int hour = now.getHour();
        long nanos = time.nanoTime();
        long round = Math.floorDiv(nanos, Duration.ofSeconds(1).toNanos());
        int drawn = sampling.drawn();
        int each = sampling.weight();
        int sampled = hits.drain((key, thread, weight) -> sketch.add(key, each * weight, hour));
        misses.drain((key, thread, weight) -> {
            sketch.add(key, weight, hour);
            successors.missed(thread, key, round);
        });
        sampling.adapt(sampled, nanos - lastNanos);
        lastNanos = nanos;
        ObservedHits told = observed.get();
        if (told != null && sampling.drawn() != drawn) {
            told.draw(sampling.drawn());
        }
    }

    private ZonedDateTime now() {
        return Instant.ofEpochMilli(time.currentTimeMillis()).atZone(zone);
    }

    /** Stores the profile, if there is a store, and ends the recording. Blocks; a failure is logged. Idempotent. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        timers.forEach(Time.Timer::cancel);
        ObservedHits told = observed.get();
        if (told != null) {
            told.draw(0);
        }
        ProfileKeeper<K> kept = keeper;
        if (kept != null) {
            kept.saveOrWarn(this);
            kept.close();
        }
    }
}
