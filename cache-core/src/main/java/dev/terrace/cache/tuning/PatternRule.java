package dev.terrace.cache.tuning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/*
 * The first that fits, in the order of Pattern: what makes a cache useless or wrong before what makes it fast. The bounds are round numbers,
 * told with each recommendation, and not fitted to anything.
 *
 *   WRITE_HEAVY   puts and invalidations are half as many as reads at least
 *   CHURNY        three in ten misses found an invalidated entry, and one read in a hundred did
 *   SCAN_LIKE     six in ten sampled keys were read once, and twice the heap would answer less than two points more
 *   SESSION_LIKE  one put for fifty reads at least, no key read much more than others, and keys read twice at least on average
 *   HOT           the hottest hundredth of the keys takes half of the reads
 *   READ_MOSTLY   one write or invalidation for a hundred reads at most
 */
/** Recommends tiers and lifetimes by how a cache is used. Stateless. */
final class PatternRule {

    private static final double WRITES_AS_READS = 0.5;
    private static final double STALE_MISSES = 0.3;
    private static final double STALE_READS = 0.01;
    private static final double ONCE = 0.6;
    private static final double HARDLY_MORE = 0.02;
    private static final double SESSION_PUTS = 0.02;
    private static final double EVEN = 0.1;
    private static final double FEW = 0.5;
    private static final double RARE = 0.01;

    private PatternRule() {}

    /** How a cache is used; null if it is used in no way that has a name, or the evidence does not say. */
    static @Nullable Pattern pattern(Evidence evidence) {
        long reads = evidence.reads();
        if (reads < ShareRule.ENOUGH_READS) {
            return null;
        }
        double puts = LifeRule.share(evidence.sum(Period::puts), reads);
        double writes = puts + LifeRule.share(evidence.sum(Period::invalidations), reads);
        long invalidated = evidence.sum(Period::invalidated);
        if (writes >= WRITES_AS_READS) {
            return Pattern.WRITE_HEAVY;
        }
        if (LifeRule.share(invalidated, evidence.sum(Period::heapMisses)) >= STALE_MISSES
                && LifeRule.share(invalidated, reads) >= STALE_READS) {
            return Pattern.CHURNY;
        }
        long keys = evidence.sumOfReuse(Reuse::keys);
        long sampled = evidence.sumOfReuse(Reuse::reads);
        double hottest = LifeRule.share(evidence.sumOfReuse(Reuse::hottestReads), sampled);
        HitCurve curve = evidence.curve();
        if (keys > 0 && curve != null && LifeRule.share(evidence.sumOfReuse(Reuse::once), keys) >= ONCE) {
            long maximum = evidence.heap().maximum();
            if (curve.at(2 * maximum) - curve.at(maximum) < HARDLY_MORE) {
                return Pattern.SCAN_LIKE;
            }
        }
        if (puts >= SESSION_PUTS && keys > 0 && hottest <= EVEN && sampled >= 2 * keys) {
            return Pattern.SESSION_LIKE;
        }
        if (keys > 0 && hottest >= FEW) {
            return Pattern.HOT;
        }
        return writes + LifeRule.share(invalidated, reads) <= RARE ? Pattern.READ_MOSTLY : null;
    }

    static @Nullable Recommendation recommend(Evidence evidence) {
        Pattern pattern = pattern(evidence);
        if (pattern == null || isAsItShould(evidence, pattern)) {
            return null;
        }
        long agreeing = 0;
        for (Period period : evidence.periods()) {
            Evidence alone =
                    new Evidence(evidence.cache(), evidence.heap(), evidence.tiers(), List.of(period), evidence.age());
            agreeing += pattern(alone) == pattern ? 1 : 0;
        }
        Confidence confidence = Confidence.ofCount(
                evidence.reads(), agreeing, evidence.periods().size(), evidence.age());
        List<String> words = new ArrayList<>();
        words.add(String.format(
                Locale.ROOT,
                "%d reads, %d puts, %d invalidations; %d of %d misses found an invalidated entry",
                evidence.reads(),
                evidence.sum(Period::puts),
                evidence.sum(Period::invalidations),
                evidence.sum(Period::invalidated),
                evidence.sum(Period::heapMisses)));
        if (evidence.sumOfReuse(Reuse::keys) > 0) {
            words.add(String.format(
                    Locale.ROOT,
                    "of %d sampled keys %d were read once; the hottest hundredth took %d of %d reads",
                    evidence.sumOfReuse(Reuse::keys),
                    evidence.sumOfReuse(Reuse::once),
                    evidence.sumOfReuse(Reuse::hottestReads),
                    evidence.sumOfReuse(Reuse::reads)));
        }
        words.add(words(pattern));
        words.add(confidence.words());
        return new Recommendation(
                new Change.Strategy(evidence.cache(), pattern),
                gain(evidence, pattern),
                confidence.value(),
                words,
                null);
    }

    private static boolean isAsItShould(Evidence evidence, Pattern pattern) {
        return evidence.tiers() == pattern.count() && evidence.heap().life().equals(pattern.life());
    }

    /** What can be counted: the hits of a heap that is given up, those of a longer life, or of a refresh. The rest is not claimed. */
    private static Gain gain(Evidence evidence, Pattern pattern) {
        Duration life = evidence.heap().life();
        long reads = evidence.sumOfReuse(Reuse::reads);
        double points = 0;
        if (pattern == Pattern.SCAN_LIKE) {
            points = -100 * evidence.hitRatio();
        } else if (pattern == Pattern.HOT) {
            points = 100 * LifeRule.share(evidence.sumOfReuse(Reuse::expiredHot), reads);
        } else if (pattern.life().compareTo(life.multipliedBy(2)) >= 0) {
            points = 100 * LifeRule.share(evidence.sumOfReuse(Reuse::expiredWithinTwice), reads);
        }
        return Gain.of(evidence, points);
    }

    private static String words(Pattern pattern) {
        return switch (pattern) {
            case WRITE_HEAVY ->
                "puts and invalidations are at least half as many as reads, so most of what is stored is replaced unread";
            case CHURNY ->
                "three in ten misses at least found what had been invalidated, so a long life is of little use";
            case SCAN_LIKE ->
                "six in ten keys at least are read once, and twice the heap would answer less than 2 points more: its room is better given to others";
            case SESSION_LIKE -> "callers put what they read, and keys are read about equally often";
            case HOT -> "the hottest hundredth of the keys takes half of the reads at least";
            case READ_MOSTLY ->
                "at most one read in a hundred comes with a change, so a long life and a tier that survives restarts pay";
        };
    }
}
