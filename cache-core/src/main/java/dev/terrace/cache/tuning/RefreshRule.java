package dev.terrace.cache.tuning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/*
 * Worth it where readers wait long for a loader, and for keys that are read so often that somebody reads them between the age at which they
 * are due and the end of their life. The loader is called as often as before; what is saved is waiting. A loader that often fails is left alone.
 */
/** Recommends to load hot entries ahead of their end. Stateless. */
final class RefreshRule {

    static final double COSTLY_NANOS = 5e6;
    private static final double LEAST_POINTS = 0.1;
    private static final double MOST_FAILURES = 0.05;
    /** Below this, entries would be due for a few ticks of the coarse clock only. */
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(4);

    private static final String REFUSED =
            "the cache has no loader, or does not remember failures, so that one which fails would be asked again at each tick: "
                    + "give its builder both, loader(...) and rememberFailures(...)";

    private RefreshRule() {}

    static @Nullable Recommendation recommend(Evidence evidence) {
        Evidence.Heap heap = evidence.heap();
        long reads = evidence.sumOfReuse(Reuse::reads);
        long again = evidence.sumOfReuse(Reuse::again);
        long hot = evidence.sumOfReuse(Reuse::expiredHot);
        double saved = LifeRule.share(hot, reads);
        long failures = evidence.sum(Period::loadFailures);
        if (heap.due() != null
                || heap.life().compareTo(SHORTEST_LIFE) < 0
                || again < LifeRule.ENOUGH_AGAIN
                || 100 * saved < LEAST_POINTS
                || evidence.nanosOfALoad() < COSTLY_NANOS
                || failures > MOST_FAILURES * (failures + evidence.sum(Period::loads))) {
            return null;
        }
        Duration due = heap.life().multipliedBy(3).dividedBy(4);
        long agreeing =
                evidence.reuses().stream().filter(one -> one.expiredHot() > 0).count();
        Confidence confidence = Confidence.of(
                saved,
                Confidence.deviationOfShare(saved, reads),
                agreeing,
                evidence.reuses().stream().filter(one -> one.again() > 0).count(),
                evidence.age());
        List<String> words = new ArrayList<>();
        words.add(String.format(
                Locale.ROOT,
                "%d of %d sampled reads found the life of a hot key over and waited for the loader, which takes %.1f ms",
                hot,
                reads,
                evidence.nanosOfALoad() / 1e6));
        words.add("the loader is called as often as before, in the background: what is saved is the readers' waiting");
        words.add(confidence.words());
        return new Recommendation(
                new Change.RefreshAhead(evidence.cache(), null, due),
                new Gain(100 * saved, Duration.ZERO),
                confidence.value(),
                words,
                heap.refreshes() ? null : REFUSED);
    }
}
