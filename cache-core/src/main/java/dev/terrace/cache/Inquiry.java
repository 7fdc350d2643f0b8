package dev.terrace.cache;

import dev.terrace.cache.Explanation.Loading;
import dev.terrace.cache.Explanation.Place;
import dev.terrace.cache.Explanation.Verdict;
import dev.terrace.cache.internal.log.Doubt;
import dev.terrace.cache.internal.log.Mark;
import dev.terrace.cache.internal.log.View;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/*
 * Looks where reads look, by ways of its own that leave no trace: the heap quietly, far tiers past counters and breakers, the table of flights
 * without boarding. What it says is put together from looks at different moments, so under changes it may be of none of them; it
 * never takes a lock for that.
 *
 * The heap is looked at last, when the far tiers have answered. So an entry that was promoted meanwhile is seen, and the names of what the
 * heap's entry rests on, of which it keeps digests, can be taken from what the far tiers have answered.
 */
/** Says where the keys of one cache are. Thread-safe. */
final class Inquiry<K, V extends @Nullable Object> {

    private static final String NOBODY = "nobody";

    private final CacheSpec<K, V> spec;
    private final Parts parts;
    private final Stores<K, V> stores;
    private final Reads<K, V> reads;
    private final View view;
    private final Mark mark;
    private final Time time;

    Inquiry(CacheSpec<K, V> spec, Parts parts, Stores<K, V> stores, Reads<K, V> reads) {
        this.spec = spec;
        this.parts = parts;
        this.stores = stores;
        this.reads = reads;
        view = parts.view();
        mark = view.cache(spec.name());
        time = parts.namespace().time();
    }

    /** Completes when each far tier has answered or its timeout is over; never fails. */
    CompletableFuture<Explanation> of(K key, Digest digest, Executor decoding) {
        List<CompletableFuture<Place>> asked = stores.far().stream()
                .map(tier -> new FarInquiry<>(tier, spec, view).of(digest, decoding))
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(all -> explanation(
                        key, digest, asked.stream().map(CompletableFuture::join).toList()));
    }

    /** What each tier has, nearest first, with what it would serve; never fails. */
    CompletableFuture<List<Inspection.Held<V>>> everywhere(K key, Digest digest, Executor decoding) {
        List<CompletableFuture<Inspection.Held<V>>> asked = stores.far().stream()
                .map(tier -> new FarInquiry<>(tier, spec, view).held(digest, decoding))
                .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<Inspection.Held<V>> far =
                    asked.stream().map(CompletableFuture::join).toList();
            Inspection.Held<V> near =
                    heap(key, digest, far.stream().map(Inspection.Held::place).toList());
            return near == null
                    ? far
                    : Stream.concat(Stream.of(near), far.stream()).toList();
        });
    }

    /** What the heap has, with what it would serve; null if there is no heap. */
    Inspection.@Nullable Held<V> heap(K key, Digest digest, List<Place> far) {
        CaffeineTier<K, V> heap = stores.heap();
        if (heap == null) {
            return null;
        }
        Entry<V> entry = heap.unnoticed(key);
        Place place = onHeap(entry, digest, far);
        return new Inspection.Held<>(
                place, entry != null && place.verdict() == Verdict.BELIEVED ? entry.value() : null);
    }

    private Explanation explanation(K key, Digest digest, List<Place> far) {
        List<Place> places = new ArrayList<>();
        CaffeineTier<K, V> heap = stores.heap();
        if (heap != null) {
            places.add(onHeap(heap.unnoticed(key), digest, far));
        }
        places.addAll(far);
        Flight<K, V> flight = reads.underWay(key);
        Throwable failure = reads.failures().standing(digest);
        Duration pause = failure == null ? Duration.ZERO : reads.failures().pause(digest);
        Outlook outlook = outlook(places, failure);
        return new Explanation(
                spec.name(),
                key,
                digest.text(),
                outlook.by,
                outlook.because,
                places,
                flight == null ? Loading.NONE : flight.isStamped() ? Loading.RUNNING : Loading.BEGUN,
                failure,
                pause,
                log());
    }

    private Explanation.@Nullable Log log() {
        Duration written = Duration.ofNanos(time.nanoTime() - parts.heartbeat().heardNanos());
        return parts.isLocal()
                ? null
                : new Explanation.Log(
                        view.position(),
                        view.isCurrent(),
                        written,
                        parts.heartbeat().isSilent());
    }

    private Place onHeap(@Nullable Entry<V> entry, Digest digest, List<Place> far) {
        if (entry == null) {
            return new Place(
                    Served.HEAP,
                    Verdict.ABSENT,
                    "it has nothing",
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    null,
                    BreakerState.CLOSED);
        }
        List<String> names = names(entry.names(), far);
        long now = view.coarseNanos(); // by which hits are judged
        Duration fresh = Duration.ofNanos(-entry.past(now));
        Doubt doubt = Doubt.onHeap(view, entry.believed(), mark, digest.fingerprint(), entry.names());
        Verdict verdict = doubt == null ? verdict(fresh, spec.freshness().window()) : verdict(doubt);
        return new Place(
                Served.HEAP,
                verdict,
                doubt == null ? sentence(verdict) : sentence(doubt, names, null, view.position()),
                Duration.ofNanos(entry.age(now)),
                fresh,
                null,
                null,
                names,
                null,
                BreakerState.CLOSED);
    }

    /** The texts of names, as far as the cache's settings or other tiers tell them. */
    private List<String> names(long[] fingerprints, List<Place> far) {
        Map<Long, String> known = new HashMap<>();
        spec.fixed().forEach(name -> known.put(Name.dependency(name).fingerprint(), name));
        far.forEach(place -> place.dependencies()
                .forEach(name -> known.put(Name.dependency(name).fingerprint(), name)));
        List<String> names = new ArrayList<>(fingerprints.length);
        for (long fingerprint : fingerprints) {
            names.add(known.getOrDefault(fingerprint, "#" + Long.toHexString(fingerprint)));
        }
        return names;
    }

    private record Outlook(String by, String because) {}

    /** Who would answer a read that begins now, without a deadline of its own. */
    private Outlook outlook(List<Place> places, @Nullable Throwable failure) {
        if (parts.heartbeat().refuses()) {
            return new Outlook(NOBODY, "reads fail while the log is out of reach, as whenDisconnected(FAIL) wants it");
        }
        for (Place place : places) {
            if (place.breaker() == BreakerState.OPEN) {
                continue;
            }
            if (place.verdict() == Verdict.BELIEVED) {
                return new Outlook(place.tier(), "its entry is fresh and nothing is known against it");
            }
            if (isAllowed(
                    place, spec.freshness().revalidates() && spec.origins().one() != null, true)) {
                return new Outlook(
                        place.tier(), "its entry is stale, which staleWhileRevalidate allows; a newer one is loaded");
            }
        }
        if (spec.origins().one() == null) {
            return new Outlook(
                    NOBODY, "no tier has anything that may be served, and the cache has no loader of its own");
        }
        if (failure == null) {
            return new Outlook(Served.LOADER, "no tier has anything that may be served");
        }
        for (Place place : places) {
            if (isAllowed(place, true, false)) {
                return new Outlook(
                        place.tier(), "its entry is stale, which staleIfError allows; the loader has failed");
            }
        }
        return new Outlook(
                NOBODY, "no tier has anything that may be served, and the loader has failed a short while ago");
    }

    private boolean isAllowed(Place place, boolean applies, boolean revalidating) {
        Duration fresh = place.fresh();
        if (!applies || place.verdict() != Verdict.STALE || fresh == null || !reads.knowsOfInvalidations()) {
            return false;
        }
        long past = -fresh.toNanos();
        return revalidating
                ? spec.freshness().allowsWhileRevalidating(past)
                : spec.freshness().allowsLate(past);
    }

    /** What something that nothing is known against is worth at an age. */
    static Verdict verdict(Duration fresh, Duration window) {
        if (!fresh.isNegative() && !fresh.isZero()) {
            return Verdict.BELIEVED;
        }
        return fresh.negated().compareTo(window) < 0 ? Verdict.STALE : Verdict.EXPIRED;
    }

    static Verdict verdict(Doubt doubt) {
        return switch (doubt.kind()) {
            case KEY, DEPENDENCY, CACHE, NAMESPACE -> Verdict.INVALIDATED;
            default -> Verdict.DOUBTED;
        };
    }

    static String sentence(Verdict verdict) {
        return switch (verdict) {
            case BELIEVED -> "nothing is known against it";
            case STALE -> "its freshness is over; nothing else is known against it";
            default -> "its life is over, and it waits to be reclaimed";
        };
    }

    /** Says a doubt; {@code placed} is where the entry stands, if that is of another log. */
    static String sentence(Doubt doubt, List<String> names, @Nullable Position placed, Position now) {
        return switch (doubt.kind()) {
            case KEY -> "its key was invalidated" + at(doubt);
            case DEPENDENCY ->
                "its dependency " + ExplanationText.quoted(names.get(doubt.name())) + " was invalidated" + at(doubt);
            case CACHE -> "the whole cache was invalidated" + at(doubt);
            case NAMESPACE -> "everything in the namespace was invalidated" + at(doubt);
            case FORGOTTEN ->
                "this node has forgotten invalidations that came after it, for it remembers a bounded number of them";
            case FLOOR ->
                "this node has distrusted all that its heap held then: the log was lost, out of reach, or did not reach back";
            case REPEATED ->
                "keys were told to a new log again" + at(doubt) + ", and this node may have missed this one";
            case UNREAD ->
                "this node has not read the log to its end since it was found, lost or connected to, and believes no far tier before";
            case UNSTAMPED -> "it was stored without a position in the log";
            case OTHER_EPOCH ->
                "it was stamped under another log" + (placed == null ? "" : ", of epoch " + placed.epoch())
                        + "; the present one's is " + now.epoch();
            case REISSUED -> "its position was issued twice, as the log went back";
            case HORIZON -> "the log remembers dependencies back to sequence " + doubt.sequence() + " only";
        };
    }

    private static String at(Doubt doubt) {
        if (doubt.sequence() == Doubt.PENDING) {
            return " by this node, which the log has not acknowledged yet";
        }
        return doubt.sequence() == 0 ? "" : " at sequence " + doubt.sequence() + " of the log";
    }
}
