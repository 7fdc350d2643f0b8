package dev.terrace.cache;

import dev.terrace.cache.internal.envelope.DamagedEnvelopeException;
import dev.terrace.cache.internal.envelope.Envelope;
import dev.terrace.cache.internal.envelope.EnvelopeFormat;
import dev.terrace.cache.internal.log.Asked;
import dev.terrace.cache.internal.log.Mark;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.internal.time.Deadline;
import dev.terrace.cache.spi.Codec;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Tier;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * One far tier as one cache uses it. Whatever the tier does, a read answers within its timeout with what is whole and trusted,
 * and a write answers whether the tier has it now; failures are counted here and go no further. A tier that fails again and again, or has
 * too many calls to answer, is not called: a breaker and a count of the calls under way see to that.
 */
/** A cache's access to a far tier. Thread-safe. */
final class FarTier<V extends @Nullable Object> {

    private final String cache;
    private final Tier tier;
    private final Duration life;
    private final Packing packing;
    private final Duration timeout;
    private final Codec<V> codec;
    private final boolean nullable;
    private final View view;
    private final Mark mark;
    private final Time time;
    private final FarTierCounters counters;
    private final Events events;
    private final FarTierCounters uncounted;
    private final Breaker breaker;
    private final int maximumCalls;
    private final AtomicInteger calls = new AtomicInteger();
    /** By the number of the server that answers. */
    private final Map<Integer, GatheredReads> gathered = new ConcurrentHashMap<>();

    private final OwnReads own;
    /** Whether the log's appends may carry writes into this tier. */
    private final boolean carried;

    private final @Nullable FarClaims<V> claims;

    /** Keys whose removal this tier could not take yet: what it says of them is not believed. */
    private final Set<Digest> owed = ConcurrentHashMap.newKeySet();

    FarTier(CacheSpec<?, V> spec, CacheSpec.FarSpec far, Codec<V> codec, Parts parts) {
        cache = spec.name();
        tier = WatchedTier.of(far.tier(), parts.watching());
        life = far.settings().life();
        timeout = far.settings().timeout();
        this.codec = codec;
        nullable = spec.nullable();
        view = parts.view();
        mark = view.cache(cache);
        time = parts.namespace().time();
        packing = new Packing(cache, life, spec.kept(), time);
        carried = parts.carries(far.tier());
        counters = new FarTierCounters(cache, tier.name());
        events = spec.events();
        breaker = new Breaker(time, state -> events.breaker(tier.name(), state));
        uncounted = new FarTierCounters(cache, tier.name());
        maximumCalls = far.settings().maximumCalls();
        own = new OwnReads(tier, cache, timeout, breaker, calls, maximumCalls);
        claims = FarClaims.of(this, spec, far, view);
    }

    /** The claims on loads that this tier keeps for the cache; null if none are wanted, or it has none. */
    @Nullable
    FarClaims<V> claims() {
        return claims;
    }

    String name() {
        return tier.name();
    }

    /** See {@link Tier#portion}. */
    int portion() {
        return tier.portion();
    }

    /**
     * Reads a batch; an element for each key, null where there is nothing to be served. Never fails.
     *
     * @param left how long it may take at most, beside the tier's own timeout
     */
    CompletableFuture<List<@Nullable FarEntry<V>>> get(List<Digest> keys, Executor decoding, @Nullable Duration left) {
        int server = keys.size() == 1 ? server(keys.get(0)) : -1;
        if (server >= 0) {
            return one(keys.get(0), server, decoding, left);
        }
        long permit = permit(false);
        if (permit == Breaker.REFUSED) {
            counters.skipped(keys.size());
            return CompletableFuture.completedFuture(Collections.nCopies(keys.size(), null));
        }
        Duration limit = left == null || left.compareTo(timeout) > 0 ? timeout : left;
        long began = time.nanoTime();
        List<Asked> asked = new ArrayList<>(keys.size());
        for (Digest key : keys) {
            asked.add(view.ask(mark, key.fingerprint()));
        }
        CompletableFuture<List<@Nullable TierEntry>> answer = called(permit, limit, () -> tier.get(cache, keys));
        return answer.handleAsync(
                (entries, failure) -> {
                    counters.read(time.nanoTime() - began);
                    if (failure == null && entries != null && entries.size() == keys.size()) {
                        counters.recovered();
                        return judged(keys, asked, entries);
                    }
                    counters.failed(keys.size(), failure);
                    return Collections.nCopies(keys.size(), null);
                },
                decoding);
    }

    /** Calls the tier for its claims; null if it may not be called. */
    <T> @Nullable CompletableFuture<T> call(Duration limit, Supplier<CompletionStage<T>> call) {
        long permit = permit(false);
        return permit == Breaker.REFUSED ? null : called(permit, limit, call);
    }

    /** The number of the server with whose keys this one is read; -1 if it is read by itself. */
    private int server(Digest key) {
        try {
            return tier.gathering(cache, key);
        } catch (RuntimeException failure) { // it will show when it is read
            return -1;
        }
    }

    /** Reads one key, on the thread that waits for it if that may be, or together with others if there are many. */
    private CompletableFuture<List<@Nullable FarEntry<V>>> one(
            Digest key, int server, Executor decoding, @Nullable Duration left) {
        long began = time.nanoTime();
        Asked asked = view.ask(mark, key.fingerprint());
        GatheredReads others = gathered(server);
        CompletableFuture<@Nullable TierEntry> here = others.isCrowded() ? null : own.read(key, decoding, left);
        CompletableFuture<@Nullable TierEntry> answer = here != null ? here : others.read(key, began);
        CompletableFuture<@Nullable TierEntry> bounded =
                left != null && left.compareTo(timeout) < 0 ? Deadline.within(time, left, answer) : answer;
        return bounded.handleAsync(
                (entry, failure) -> Collections.singletonList(one(key, asked, began, entry, failure)), decoding);
    }

    private GatheredReads gathered(int server) {
        GatheredReads known = gathered.get(server);
        return known != null
                ? known
                : gathered.computeIfAbsent(
                        server, first -> new GatheredReads(this::batch, time::nanoTime, timeout.toNanos() / 2));
    }

    private @Nullable FarEntry<V> one(
            Digest key, Asked asked, long began, @Nullable TierEntry entry, @Nullable Throwable failure) {
        if (failure instanceof GatheredReads.NotCalledException) {
            counters.skipped(1);
            return null;
        }
        counters.read(time.nanoTime() - began);
        if (failure != null) {
            counters.failed(1, failure);
            return null;
        }
        counters.recovered();
        if (entry == null) {
            counters.missed();
            return null;
        }
        return judged(key, asked, entry);
    }

    private @Nullable CompletableFuture<List<@Nullable TierEntry>> batch(List<Digest> keys, long waitedNanos) {
        long permit = permit(false);
        if (permit == Breaker.REFUSED) {
            return null;
        }
        return called(
                permit,
                timeout.minusNanos(waitedNanos),
                () -> tier.get(cache, keys).thenApply(entries -> {
                    if (entries.size() != keys.size()) {
                        throw new IllegalStateException("a batch came back with the wrong number of answers");
                    }
                    return entries;
                }));
    }

    private long permit(boolean single) {
        if (calls.incrementAndGet() > maximumCalls && !single) {
            calls.decrementAndGet();
            return Breaker.REFUSED;
        }
        long permit = breaker.permit();
        if (permit == Breaker.REFUSED) {
            calls.decrementAndGet();
        }
        return permit;
    }

    /** Calls the tier, which was permitted. What the breaker learns does not depend on how long its caller waits. */
    private <T> CompletableFuture<T> called(long permit, Duration limit, Supplier<CompletionStage<T>> call) {
        // Whoever calls again when this has ended must find that it has ended.
        CompletableFuture<T> called = bounded(timeout, call).whenComplete((answer, failure) -> {
            calls.decrementAndGet();
            if (failure == null) {
                breaker.succeeded(permit);
            } else {
                breaker.failed(permit);
            }
        });
        return limit.compareTo(timeout) < 0 ? Deadline.within(time, limit, called) : called;
    }

    private List<@Nullable FarEntry<V>> judged(
            List<Digest> keys, List<Asked> asked, List<@Nullable TierEntry> entries) {
        List<@Nullable FarEntry<V>> found = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            TierEntry entry = entries.get(i);
            if (entry == null) {
                counters.missed();
                found.add(null);
            } else {
                found.add(judged(keys.get(i), asked.get(i), entry));
            }
        }
        return found;
    }

    /** Whether it can be called, and has answered when it was called last. */
    boolean isSound() {
        return breaker.isSound() && calls.get() < maximumCalls;
    }

    Time time() {
        return time;
    }

    /** What is known of a key now. */
    Asked ask(Digest key) {
        return view.ask(mark, key.fingerprint());
    }

    private @Nullable FarEntry<V> judged(Digest key, Asked asked, TierEntry stored) {
        return judged(key, asked, stored, counters);
    }

    /** Judges an entry of a key that a read has asked for before, and has counted. */
    @Nullable
    FarEntry<V> judgedAgain(Digest key, Asked asked, TierEntry stored) {
        FarEntry<V> found = judged(key, asked, stored, uncounted);
        if (found != null) {
            counters.hit();
        }
        return found;
    }

    private @Nullable FarEntry<V> judged(Digest key, Asked asked, TierEntry stored, FarTierCounters into) {
        try {
            Envelope envelope = EnvelopeFormat.read(stored.envelope());
            if (!envelope.key().equals(key)) {
                into.damaged("the entry is another key's");
                return null;
            }
            if (envelope.kind() == Envelope.Kind.TOMBSTONE) {
                into.missed();
                return null;
            }
            long[] names = fingerprints(envelope.dependencies());
            if (owed.contains(key) || !view.trustsFar(asked, stored.position(), envelope.position(), names)) {
                into.distrusted();
                return null;
            }
            V value = decoded(envelope);
            into.hit();
            Duration left = stored.remaining().minus(envelope.stale());
            Duration fresh = left.compareTo(envelope.life()) < 0 ? left : envelope.life(); // whatever the tier says
            return new FarEntry<>(
                    value,
                    asked.generation(),
                    stored.position(),
                    envelope.validator(),
                    envelope.dependencies(),
                    fresh,
                    envelope.stale(),
                    age(envelope.life(), fresh),
                    stored.envelope());
        } catch (DamagedEnvelopeException e) {
            into.damaged(e.getMessage());
        } catch (RuntimeException e) {
            into.damaged("codec " + codec.id() + " cannot read it as this cache's type: "
                    + e.getClass().getName());
        }
        return null;
    }

    /** How old an entry is by this tier's clock, from the life that it was given here at most. */
    Duration age(Duration given, Duration fresh) {
        Duration most = given.compareTo(life) < 0 ? given : life;
        Duration age = most.minus(fresh);
        return age.isNegative() ? Duration.ZERO : age;
    }

    @SuppressWarnings("NullAway") // a null goes only into a V that is nullable
    V decoded(Envelope envelope) {
        if (envelope.kind() == Envelope.Kind.NULL) {
            if (!nullable) {
                throw new DamagedEnvelopeException("a null, which this cache does not allow");
            }
            return null;
        }
        if (envelope.codec() != codec.id()) {
            throw new DamagedEnvelopeException("codec " + envelope.codec() + ", this cache has " + codec.id());
        }
        return codec.decode(envelope.payload());
    }

    /** Writes a value in its place among the writes of its key; answers whether the tier answered. Never fails. */
    CompletableFuture<Boolean> put(Parcel parcel, Position placed) {
        return write(packing.write(parcel, placed));
    }

    /** Writes what was loaded under a claim, if that is held still; answers whether the tier answered. Never fails. */
    CompletableFuture<Boolean> fulfil(
            Parcel parcel, Position placed, Function<TierWrite, CompletionStage<Boolean>> call) {
        return write(1, false, () -> call.apply(packing.write(parcel, placed)).thenApply(stored -> stored ? 1 : 0));
    }

    /** The same for several of one position, as one batch; there may be none. */
    CompletableFuture<Boolean> put(List<Parcel> parcels, Position placed) {
        return parcels.isEmpty()
                ? CompletableFuture.completedFuture(true)
                : write(
                        parcels.stream()
                                .map(parcel -> packing.write(parcel, placed))
                                .toList(),
                        false);
    }

    Packing packing() {
        return packing;
    }

    boolean isCarried() {
        return carried;
    }

    /** Counts what has travelled with the log. */
    CompletableFuture<Boolean> arrived() {
        counters.stored(1, 0);
        return CompletableFuture.completedFuture(true);
    }

    /** A value that was put some time ago, with the life that it has left; null if it is over or not trusted any more. */
    @Nullable
    TierWrite late(Parcel parcel, Position placed, long agoNanos) {
        Duration left = packing.kept(parcel).minusNanos(agoNanos);
        Asked now = view.ask(mark, parcel.key().fingerprint());
        return left.toMillis() > 0 && view.trustsFar(now, placed, parcel.stamped(), fingerprints(parcel.dependencies()))
                ? packing.write(parcel, placed, left)
                : null;
    }

    /** Whether it is called without restraint. */
    boolean isUp() {
        return breaker.state() == Breaker.State.CLOSED;
    }

    /** Copies an entry of a farther tier, with the life that it has left. Never fails. */
    void promote(Digest key, FarEntry<V> entry) {
        Duration left = entry.fresh().compareTo(life) < 0 ? entry.fresh() : life;
        if (left.toMillis() > 0) {
            write(new TierWrite(key, entry.placed(), false, entry.envelope(), left.plus(entry.stale())));
        }
    }

    private CompletableFuture<Boolean> write(TierWrite write) {
        return write(List.of(write), false);
    }

    /** Writes a batch; if there is but one such caller it need not heed how many calls are under way. */
    CompletableFuture<Boolean> write(List<TierWrite> writes, boolean single) {
        return write(writes.size(), single, () -> tier.put(cache, writes));
    }

    private CompletableFuture<Boolean> write(int entries, boolean single, Supplier<CompletionStage<Integer>> call) {
        long permit = permit(single);
        if (permit == Breaker.REFUSED) {
            counters.writeSkipped(entries);
            return CompletableFuture.completedFuture(false);
        }
        long began = time.nanoTime();
        return called(permit, timeout, call).handle((stored, failure) -> {
            counters.wrote(time.nanoTime() - began);
            if (failure != null) {
                counters.writeFailed(entries, failure);
                return false;
            }
            counters.stored(stored, entries - stored);
            events.refused(null, tier.name(), entries - stored);
            return true;
        });
    }

    /** Reclaims some of what nobody will be served any more; answers how much. Never fails. */
    CompletableFuture<Integer> purge(int limit) {
        return breaker.state() == Breaker.State.CLOSED
                ? bounded(timeout, () -> tier.purge(cache, view.floor(mark), limit))
                        .exceptionally(failure -> 0)
                : CompletableFuture.completedFuture(0);
    }

    TierStats stats() {
        return counters.stats(breaker.state() != Breaker.State.CLOSED);
    }

    BreakerState breaker() {
        return BreakerState.of(breaker.state());
    }

    /** What the tier has of a key, asked past the breaker and without a count; fails if it does or after its timeout. */
    CompletableFuture<List<@Nullable TierEntry>> unnoticed(Digest key) {
        return bounded(timeout, () -> tier.get(cache, List.of(key)));
    }

    /** Whether this tier has not taken the removal of a key yet. */
    boolean isOwed(Digest key) {
        return owed.contains(key);
    }

    void distrust(Digest key) {
        owed.add(key);
    }

    void trust(Digest key) {
        owed.remove(key);
    }

    void refused(int writes, RuntimeException busy) {
        counters.writeFailed(writes, busy);
    }

    void unencodable(RuntimeException failure) {
        counters.unencodable(failure);
    }

    private <T> CompletableFuture<T> bounded(Duration limit, Supplier<CompletionStage<T>> call) {
        try {
            return Deadline.within(time, limit, call.get());
        } catch (RuntimeException | Error failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    static long[] fingerprints(List<String> dependencies) {
        if (dependencies.isEmpty()) {
            return View.noNames();
        }
        long[] names = new long[dependencies.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = Name.dependency(dependencies.get(i)).fingerprint();
        }
        return names;
    }
}
