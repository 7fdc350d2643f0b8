package dev.terrace.cache.analytics;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.terrace.cache.CacheEvent;
import dev.terrace.cache.Explanation.Verdict;
import dev.terrace.cache.Inspection;
import dev.terrace.cache.analytics.Tallies.Outcome;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/*
 * The question is that of Meta's Polaris: does what a cache would serve, some time after an invalidation, agree with the source? It is asked of a
 * share of the keys, chosen by their digests, so that all nodes look at the same ones, and of invalidations by this node and, where
 * sampled reads have made the key known, by others.
 *
 * A look reads the source, then what every tier would serve, then the source again. Only where the source has said the same twice is anything
 * decided. A difference is not a find yet: whoever changes data writes first and invalidates then, and a look may fall in between. So it waits
 * for as long as an invalidation may take to be heard, and is one only if the source still says the same and nothing that could explain it
 * was invalidated since the look. What is not known, as when events were dropped, is undecided; a find is never a guess.
 *
 * What a tier would not serve is no find either, whatever it is: distrusted, too old, or absent. Nor is what it would serve stale by the
 * cache's Freshness.
 *
 * Bounds: so many invalidations a second, so many under way, one look at a time; what does not fit is skipped and counted. Whoever invalidates is
 * never waited for: it is all told by events.
 */
/** Asks again what was invalidated. Thread-safe. */
final class Verifier<K> {

    /** When it is asked. */
    static final List<Duration> DELAYS = List.of(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** How long a difference has to wait: an invalidation may take a second and a tick to be heard. */
    static final Duration GRACE = Duration.ofMillis(1_500);

    /** Invalidations under way. */
    static final int MOST_PENDING = 1_000;

    private static final int MOST_KEYS = 10_000;

    private final String cache;
    private final Inspection<K, ?> inspection;
    private final VerifierSettings<K> settings;
    private final Source<? super K> source;
    private final Host host;
    private final Time time;
    private final LongSupplier unheard;
    private final Invalidations invalidations;
    private final Tallies<K> tallies;
    private final com.github.benmanes.caffeine.cache.Cache<K, Boolean> seen =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run).build();
    /** Keys of the share, by their digests. */
    private final com.github.benmanes.caffeine.cache.Cache<String, K> known =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run).build();

    private final Allowance allowance;
    private final AtomicInteger pending = new AtomicInteger();
    private final LongAdder skipped = new LongAdder();
    private final Queue<Runnable> due = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean working = new AtomicBoolean();
    private volatile boolean closed;

    /** An invalidation that is looked at. */
    private record Check<K>(K key, long fingerprint, long nanos, int delay) {
        Check<K> next() {
            return new Check<>(key, fingerprint, nanos, delay + 1);
        }
    }

    /** A place that would serve something else than the source has. */
    private record Suspect(String place, Duration age, List<Long> names) {}

    /** What a look has found. */
    private record Look(long nanos, long unheard, @Nullable Object value, List<Suspect> suspects) {}

    /**
     * A verifier.
     *
     * @param places the names of the cache's tiers
     * @param unheard how many events were dropped that it should have heard
     */
    Verifier(
            String cache,
            List<String> places,
            Inspection<K, ?> inspection,
            VerifierSettings<K> settings,
            Source<? super K> source,
            Host host,
            LongSupplier unheard) {
        this.cache = cache;
        this.inspection = inspection;
        this.settings = settings;
        this.source = source;
        this.host = host;
        this.unheard = unheard;
        time = host.time();
        invalidations = new Invalidations(time.nanoTime());
        tallies = new Tallies<>(places, DELAYS);
        allowance = new Allowance(settings.perSecond(), time.nanoTime());
    }

    /** A key was read: it may be heard of by its digest. */
    void seen(K key) {
        if (seen.getIfPresent(key) != null) {
            return;
        }
        seen.put(key, Boolean.TRUE);
        String digest;
        try {
            digest = inspection.digest(key);
        } catch (IllegalArgumentException tooLong) {
            return; // whoever reads it gets the same
        }
        if (isChosen(Digest.parse(digest).fingerprint())) {
            known.put(digest, key);
        }
    }

    private boolean isChosen(long fingerprint) {
        return (fingerprint >>> 11) * 0x1p-53 < settings.share();
    }

    @SuppressWarnings("unchecked") // a key of this cache
    void heard(CacheEvent event) {
        long now = time.nanoTime();
        if (event instanceof CacheEvent.Invalidated own && own.cache().equals(cache)) {
            if (own.key() == null) {
                invalidations.addAll(now);
            } else {
                K key = (K) own.key();
                invalidated(inspection.digest(key), key, now);
            }
        } else if (event instanceof CacheEvent.DependencyInvalidated own) {
            invalidations.add(Name.dependency(own.dependency()).fingerprint(), now);
        } else if (event instanceof CacheEvent.InvalidationHeard other) {
            heard(other, now);
        }
    }

    private void heard(CacheEvent.InvalidationHeard other, long now) {
        if (other.digest() != null) {
            invalidated(other.digest(), known.getIfPresent(other.digest()), now);
        } else if (other.dependency() != null) {
            invalidations.add(Name.dependency(other.dependency()).fingerprint(), now);
        } else if (other.cache().isEmpty() || other.cache().equals(cache)) {
            invalidations.addAll(now);
        }
    }

    private void invalidated(String digest, @Nullable K key, long now) {
        long fingerprint = Digest.parse(digest).fingerprint();
        invalidations.add(fingerprint, now);
        if (key == null || closed || !isChosen(fingerprint)) {
            return;
        }
        if (pending.get() >= MOST_PENDING || !allowance.takes(now)) {
            skipped.increment();
            return;
        }
        pending.incrementAndGet();
        later(new Check<>(key, fingerprint, now, 0));
    }

    private void later(Check<K> check) {
        Duration in = DELAYS.get(check.delay()).minusNanos(time.nanoTime() - check.nanos());
        time.schedule(in.isNegative() ? Duration.ZERO : in, () -> due(() -> look(check)));
    }

    private void due(Runnable step) {
        due.add(step);
        work();
    }

    /** Has what is due done by a thread, unless one does it. */
    void work() {
        if (due.isEmpty() || closed || !working.compareAndSet(false, true)) {
            return;
        }
        try {
            host.executor().execute(this::doDue);
        } catch (RejectedExecutionException busy) {
            working.set(false); // asked again when the analytics next look at their samples
        }
    }

    private void doDue() {
        try {
            for (Runnable step = due.poll(); step != null && !closed; step = due.poll()) {
                step.run();
            }
        } finally {
            working.set(false);
        }
        work();
    }

    private void look(Check<K> check) {
        if (invalidations.mayBeAfter(check.fingerprint(), check.nanos())) {
            for (int delay = check.delay(); delay < DELAYS.size(); delay++) {
                tallies.addAll(delay, Outcome.UNDECIDED); // the newer invalidation is looked at by itself
            }
            pending.decrementAndGet();
            return;
        }
        Look look;
        try {
            look = compared(check);
        } catch (Exception failure) { // the source may fail in any way
            passOn(failure);
            tallies.addAll(check.delay(), Outcome.UNDECIDED);
            goOn(check);
            return;
        }
        if (look.suspects().isEmpty()) {
            goOn(check);
        } else {
            time.schedule(GRACE, () -> due(() -> confirm(check, look)));
        }
    }

    private static void passOn(Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private void goOn(Check<K> check) {
        if (check.delay() + 1 < DELAYS.size()) {
            later(check.next());
        } else {
            pending.decrementAndGet();
        }
    }

    private Look compared(Check<K> check) throws Exception {
        long now = time.nanoTime();
        long deaf = unheard.getAsLong();
        List<Suspect> suspects = new ArrayList<>();
        Object before = source.read(check.key());
        List<? extends Inspection.Held<?>> served = inspection.everywhere(check.key());
        Object after = source.read(check.key());
        if (!settings.same().test(before, after)) {
            tallies.addAll(check.delay(), Outcome.UNDECIDED);
            return new Look(now, deaf, after, suspects);
        }
        for (Inspection.Held<?> held : served) {
            String place = held.place().tier();
            if (held.place().verdict() == Verdict.UNKNOWN) {
                tallies.add(place, check.delay(), Outcome.UNDECIDED);
            } else if (held.place().verdict() != Verdict.BELIEVED) {
                tallies.add(place, check.delay(), Outcome.NOTHING);
            } else if (settings.same().test(after, held.value())) {
                tallies.add(place, check.delay(), Outcome.CONSISTENT);
            } else {
                Duration age = held.place().age();
                suspects.add(new Suspect(place, age == null ? Duration.ZERO : age, names(held)));
            }
        }
        return new Look(now, deaf, after, suspects);
    }

    private static List<Long> names(Inspection.Held<?> held) {
        List<Long> names = new ArrayList<>();
        for (String name : held.place().dependencies()) {
            names.add(Name.dependency(name).fingerprint());
            if (name.startsWith("#")) { // the heap knows some by their fingerprints alone
                try {
                    names.add(Long.parseUnsignedLong(name.substring(1), 16));
                } catch (NumberFormatException text) {
                    // Somebody's own name begins so, and is there already.
                }
            }
        }
        return names;
    }

    private void confirm(Check<K> check, Look look) {
        boolean same = false;
        try {
            same = settings.same().test(look.value(), source.read(check.key()));
        } catch (Exception failure) { // in any way
            passOn(failure);
        }
        boolean sure = same
                && look.unheard() == unheard.getAsLong()
                && !invalidations.mayBeAfter(check.fingerprint(), look.nanos());
        for (Suspect suspect : look.suspects()) {
            boolean found =
                    sure && suspect.names().stream().noneMatch(name -> invalidations.mayBeAfter(name, look.nanos()));
            tallies.add(suspect.place(), check.delay(), found ? Outcome.INCONSISTENT : Outcome.UNDECIDED);
            if (found) {
                tallies.found(
                        new Inconsistency<>(check.key(), suspect.place(), DELAYS.get(check.delay()), suspect.age()));
            }
        }
        goOn(check);
    }

    List<Consistency> report() {
        return tallies.report();
    }

    List<Inconsistency<K>> found() {
        return tallies.found();
    }

    long skipped() {
        return skipped.sum();
    }

    /** Looks at nothing any more. */
    void close() {
        closed = true;
        due.clear();
    }
}
