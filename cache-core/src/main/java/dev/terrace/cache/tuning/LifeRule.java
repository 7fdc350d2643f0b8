package dev.terrace.cache.tuning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/*
 * Longer, to twice the life, where most keys that miss again do so because their life was over, while hardly anything is evicted and hardly
 * anything is found invalidated: then a longer life turns those misses into hits. How many is counted, not modelled: the keys that came again within
 * twice their life. Whether the data stand still that long is another matter. Where nobody tells this cache of changes, nothing here can
 * know, and the confidence is halved, so that it is never applied unasked.
 *
 * Shorter, to half the life, where answers that were compared with the source were outdated. That costs hits: at most as many as expire now, once more.
 *
 * Shorter, to ten times the usual time to an invalidation, where entries are invalidated long before they expire: hardly one lives that long, so it costs
 * next to nothing, and what an invalidation should ever fail to reach is gone sooner.
 */
/** Recommends lifetimes. Stateless. */
final class LifeRule {

    static final long ENOUGH_AGAIN = 50;
    static final long ENOUGH_CHECKED = 100;
    static final long ENOUGH_INVALIDATED = 100;
    private static final double MOST_EVICTED = 0.1;
    private static final double MOST_INVALIDATED = 0.1;
    private static final double LEAST_EXPIRED = 0.5;
    private static final double LEAST_POINTS = 0.1;
    private static final double OUTDATED = 0.001;
    private static final double MOSTLY_INVALIDATED = 0.5;
    private static final int TIMES_AN_INVALIDATION = 10;

    private LifeRule() {}

    static List<Recommendation> recommend(Evidence evidence, Bounds bounds) {
        List<Recommendation> found = new ArrayList<>();
        add(found, longer(evidence, bounds));
        Recommendation outdated = outdated(evidence, bounds);
        add(found, outdated == null ? invalidated(evidence, bounds) : outdated);
        return found;
    }

    private static void add(List<Recommendation> found, @Nullable Recommendation one) {
        if (one != null) {
            found.add(one);
        }
    }

    private static @Nullable Recommendation longer(Evidence evidence, Bounds bounds) {
        Duration life = evidence.heap().life();
        Duration to = least(life.multipliedBy(2), bounds.longest());
        long again = evidence.sumOfReuse(Reuse::again);
        long reads = evidence.sumOfReuse(Reuse::reads);
        double saved = share(evidence.sumOfReuse(Reuse::expiredWithinTwice), reads);
        if (again < ENOUGH_AGAIN
                || to.compareTo(life) <= 0
                || part(evidence, Period::evictions, Period::stored) >= MOST_EVICTED
                || part(evidence, Period::invalidated, Period::heapMisses) >= MOST_INVALIDATED
                || share(evidence.sumOfReuse(Reuse::expired), again) <= LEAST_EXPIRED
                || 100 * saved < LEAST_POINTS) {
            return null;
        }
        long periods = evidence.reuses().stream().filter(one -> one.again() > 0).count();
        long agreeing = evidence.reuses().stream()
                .filter(one -> one.expired() > LEAST_EXPIRED * one.again())
                .count();
        Confidence confidence =
                Confidence.of(saved, Confidence.deviationOfShare(saved, reads), agreeing, periods, evidence.age());
        List<String> words = new ArrayList<>();
        words.add(String.format(
                Locale.ROOT,
                "of %d sampled keys that missed again, %d had outlived their life of %s; twice that would have answered %d of %d reads",
                again,
                evidence.sumOfReuse(Reuse::expired),
                life,
                evidence.sumOfReuse(Reuse::expiredWithinTwice),
                reads));
        words.add(String.format(
                Locale.ROOT,
                "%.1f%% of what was stored was evicted, and %.1f%% of the misses had been invalidated",
                100 * part(evidence, Period::evictions, Period::stored),
                100 * part(evidence, Period::invalidated, Period::heapMisses)));
        words.add(confidence.words());
        double sure = confidence.value();
        if (!evidence.hearsOfChanges()) {
            sure /= 2;
            words.add(
                    "halved, for nothing tells this cache of changes: whether values may be as old as that only you can know");
        }
        return new Recommendation(
                new Change.Lifetime(evidence.cache(), life, to), Gain.of(evidence, 100 * saved), sure, words, null);
    }

    private static @Nullable Recommendation outdated(Evidence evidence, Bounds bounds) {
        Duration life = evidence.heap().life();
        Duration to = most(life.dividedBy(2), bounds.shortest());
        long checked = evidence.sum(Period::checked);
        long outdated = evidence.sum(Period::outdated);
        if (checked < ENOUGH_CHECKED || outdated <= OUTDATED * checked || to.compareTo(life) >= 0) {
            return null;
        }
        long periods = evidence.periods().stream()
                .filter(period -> period.checked() > 0)
                .count();
        long agreeing = evidence.periods().stream()
                .filter(period -> period.outdated() > 0)
                .count();
        Confidence confidence = Confidence.ofCount(outdated, agreeing, periods, evidence.age());
        double lost = share(evidence.sumOfReuse(Reuse::expired), evidence.sumOfReuse(Reuse::reads));
        return new Recommendation(
                new Change.Lifetime(evidence.cache(), life, to),
                Gain.of(evidence, -100 * lost),
                confidence.value(),
                List.of(
                        String.format(
                                Locale.ROOT,
                                "of %d answers that were compared with the source, %d were outdated (%.2f%%; more than %.1f%% are too many)",
                                checked,
                                outdated,
                                100 * share(outdated, checked),
                                100 * OUTDATED),
                        "it costs at most as many hits again as expire now",
                        confidence.words()),
                null);
    }

    private static @Nullable Recommendation invalidated(Evidence evidence, Bounds bounds) {
        Duration life = evidence.heap().life();
        long invalidated = evidence.sum(Period::invalidated);
        if (invalidated < ENOUGH_INVALIDATED
                || invalidated <= MOSTLY_INVALIDATED * evidence.sum(Period::heapMisses)
                || evidence.heap().weight() <= 0) {
            return null;
        }
        double usual = secondsToAnInvalidation(evidence, invalidated);
        Duration to =
                most(Duration.ofMillis(1_000 * (long) Math.ceil(TIMES_AN_INVALIDATION * usual)), bounds.shortest());
        if (to.compareTo(life.dividedBy(2)) > 0) {
            return null;
        }
        long agreeing = evidence.periods().stream()
                .filter(period -> period.invalidated() > MOSTLY_INVALIDATED * period.heapMisses())
                .count();
        Confidence confidence =
                Confidence.ofCount(invalidated, agreeing, evidence.periods().size(), evidence.age());
        return new Recommendation(
                new Change.Lifetime(evidence.cache(), life, to),
                Gain.NONE,
                confidence.value(),
                List.of(
                        String.format(
                                Locale.ROOT,
                                "%d reads found an invalidated entry, %.0f%% of all misses: an entry lasts about %.0f s, and its life of %s hardly ever ends",
                                invalidated,
                                100 * share(invalidated, evidence.sum(Period::heapMisses)),
                                usual,
                                life),
                        "ten times as long as that is enough, and bounds what an invalidation that is lost can do",
                        confidence.words()),
                null);
    }

    /** For weights this is too long where entries weigh more than 1, which errs to the side of what is set. */
    private static double secondsToAnInvalidation(Evidence evidence, long invalidated) {
        return evidence.heap().weight() * evidence.seconds() / invalidated;
    }

    private static double part(Evidence evidence, ToLongFunction<Period> of, ToLongFunction<Period> whole) {
        return share(evidence.sum(of), evidence.sum(whole));
    }

    static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration most(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
