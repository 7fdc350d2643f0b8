package dev.terrace.cache.tuning;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change that was made and is watched. Guarded by the tuner.
 */
final class Trial {

    /** What a change that should gain has to bring of what was expected. */
    static final double LEAST_SHARE = 0.25;
    /** What a change that should cost hits may cost beyond what was expected, in percentage points. */
    static final double MOST_LOST = 0.5;
    /** How many times its time a trial waits for reads. */
    private static final int PATIENCE = 4;

    private final Recommendation recommendation;
    private final Setting setting;
    private final Map<String, List<Period>> before = new HashMap<>();
    private final int watched;
    private int seen;

    /**
     * A trial.
     *
     * @param watched for how many periods, after one in which the change takes effect
     */
    Trial(Recommendation recommendation, Setting setting, Map<String, TunedCache<?>> caches, int watched) {
        this.recommendation = recommendation;
        this.setting = setting;
        this.watched = watched;
        recommendation.change().caches().forEach(cache -> before.put(cache, last(cache, caches)));
    }

    Recommendation recommendation() {
        return recommendation;
    }

    Setting setting() {
        return setting;
    }

    private List<Period> last(String cache, Map<String, TunedCache<?>> caches) {
        TunedCache<?> tuned = caches.get(cache);
        return tuned == null ? List.of() : tuned.last(watched);
    }

    /** Another period has ended; whether it is time to judge. */
    boolean isOver() {
        seen++;
        return seen > watched;
    }

    /** Whether reads have not come for so long that it is judged without. */
    boolean hasWaitedEnough() {
        return seen > PATIENCE * watched;
    }

    /** What it has brought, in percentage points; null if that cannot be told yet. */
    @Nullable
    Double effect(Map<String, TunedCache<?>> caches) {
        Map<String, List<Period>> after = new HashMap<>();
        recommendation.change().caches().forEach(cache -> after.put(cache, last(cache, caches)));
        return Effect.of(recommendation.change(), before, after);
    }

    /** What it has to bring. */
    double bound() {
        double expected = recommendation.gain().points();
        return expected > 0 ? LEAST_SHARE * expected : expected - MOST_LOST;
    }

    String words(double effect) {
        return String.format(
                Locale.ROOT,
                "%.2f points were expected, %+.2f at least was asked for, %+.2f were observed over %d periods",
                recommendation.gain().points(),
                bound(),
                effect,
                watched);
    }
}
