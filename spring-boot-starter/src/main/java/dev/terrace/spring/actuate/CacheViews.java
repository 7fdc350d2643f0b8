package dev.terrace.spring.actuate;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.Explanation;
import dev.terrace.cache.HeapControl;
import dev.terrace.cache.Latencies;
import dev.terrace.cache.LogStats;
import dev.terrace.cache.TierStats;
import dev.terrace.cache.Warmed;
import dev.terrace.cache.tuning.Deed;
import dev.terrace.cache.tuning.Recommendation;
import dev.terrace.cache.warm.WarmProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is shown of caches: figures and states, never a value. Texts of exceptions are not shown either, which may quote one. */
final class CacheViews {

    private CacheViews() {}

    static Map<String, Object> log(LogStats log) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("epoch", log.epoch());
        view.put("sequence", log.sequence());
        view.put("ageMillis", log.age().toMillis());
        view.put("lag", log.lag());
        view.put("pending", log.pending());
        view.put("names", log.names());
        view.put("applied", log.applied());
        view.put("silences", log.silences());
        view.put("gaps", log.gaps());
        view.put("forks", log.forks());
        view.put("widened", log.widened());
        return view;
    }

    static Map<String, Object> cache(Cache<?, ?> cache) {
        CacheStats stats = cache.stats();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("size", stats.heapSize());
        view.put("hits", stats.hits());
        view.put("misses", stats.misses());
        view.put("hitRatio", stats.hitRatio());
        view.put("stale", stats.stale());
        view.put("loads", stats.loads());
        view.put("loadFailures", stats.loadFailures());
        view.put("loadMillis", stats.loadTime().toMillis());
        view.put("puts", stats.puts());
        view.put("refusedPuts", stats.refusedPuts());
        view.put("invalidations", stats.invalidations());
        view.put("evictions", stats.evictions());
        HeapControl<?> heap = cache.heap();
        if (heap != null) {
            view.put("heap", heap(heap));
        }
        Map<String, Object> tiers = new LinkedHashMap<>();
        stats.tiers().forEach(tier -> tiers.put(tier.tier(), tier(tier)));
        view.put("tiers", tiers);
        return view;
    }

    private static Map<String, Object> heap(HeapControl<?> heap) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("maximum", heap.maximum());
        view.put("weight", heap.weight());
        view.put("expireAfterWrite", heap.expireAfterWrite().toString());
        if (heap.refreshAfterWrite() != null) {
            view.put("refreshAfterWrite", heap.refreshAfterWrite().toString());
        }
        return view;
    }

    private static Map<String, Object> tier(TierStats tier) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("open", tier.isOpen());
        view.put("hits", tier.hits());
        view.put("misses", tier.misses());
        view.put("distrusted", tier.distrusted());
        view.put("damaged", tier.damaged());
        view.put("failures", tier.failures());
        view.put("skipped", tier.skipped());
        view.put("puts", tier.puts());
        view.put("refusedPuts", tier.refusedPuts());
        view.put("failedPuts", tier.failedPuts());
        view.put("reads", latencies(tier.reads()));
        view.put("writes", latencies(tier.writes()));
        return view;
    }

    private static Map<String, Object> latencies(Latencies latencies) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("count", latencies.count());
        view.put("p50Micros", micros(latencies.p50()));
        view.put("p95Micros", micros(latencies.p95()));
        view.put("p99Micros", micros(latencies.p99()));
        view.put("maximumMicros", micros(latencies.maximum()));
        return view;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    static Map<String, Object> explanation(Explanation explanation) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("cache", explanation.cache());
        view.put("digest", explanation.digest());
        view.put("answeredBy", explanation.answeredBy());
        view.put("because", explanation.because());
        view.put("tiers", explanation.places().stream().map(CacheViews::place).toList());
        view.put("load", explanation.load().name());
        Throwable failure = explanation.failure();
        if (failure != null) {
            view.put("failure", failure.getClass().getName());
            view.put("pauseMillis", explanation.pause().toMillis());
        }
        Explanation.Log log = explanation.log();
        if (log != null) {
            Map<String, Object> of = new LinkedHashMap<>();
            of.put("position", log.position().toString());
            of.put("read", log.isRead());
            of.put("writtenMillis", log.written().toMillis());
            of.put("silent", log.isSilent());
            view.put("log", of);
        }
        return view;
    }

    private static Map<String, Object> place(Explanation.Place place) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("tier", place.tier());
        view.put("verdict", place.verdict().name());
        view.put("because", place.because());
        put(view, "ageMillis", place.age() == null ? null : place.age().toMillis());
        put(view, "freshMillis", place.fresh() == null ? null : place.fresh().toMillis());
        put(view, "placed", place.placed() == null ? null : place.placed().toString());
        put(view, "stamped", place.stamped() == null ? null : place.stamped().toString());
        view.put("dependencies", place.dependencies());
        put(view, "bytes", place.bytes());
        view.put("breaker", place.breaker().name());
        return view;
    }

    private static void put(Map<String, Object> view, String name, @Nullable Object value) {
        if (value != null) {
            view.put(name, value);
        }
    }

    static Map<String, Object> warmed(Warmed warmed) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("keys", warmed.keys());
        view.put("present", warmed.present());
        view.put("found", warmed.found());
        view.put("loaded", warmed.loaded());
        view.put("absent", warmed.absent());
        view.put("refused", warmed.refused());
        view.put("failed", warmed.failed());
        put(
                view,
                "failure",
                warmed.failure() == null ? null : warmed.failure().getClass().getName());
        return view;
    }

    static Map<String, Object> progress(WarmProgress progress) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("state", progress.state().name());
        view.put("present", progress.present());
        view.put("found", progress.found());
        view.put("loaded", progress.loaded());
        view.put("failed", progress.failed());
        view.put("remaining", progress.remaining());
        view.put("elapsedMillis", progress.elapsed().toMillis());
        return view;
    }

    static List<Map<String, Object>> recommendations(List<Recommendation> found) {
        return found.stream().map(CacheViews::recommendation).toList();
    }

    private static Map<String, Object> recommendation(Recommendation one) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("change", one.change().text());
        view.put("caches", one.change().caches());
        view.put("hitRatioPoints", one.gain().points());
        view.put("loaderTime", one.gain().loaderTime().toString());
        view.put("confidence", one.confidence());
        view.put("applicable", one.isApplicable());
        put(view, "withheld", one.withheld());
        view.put("evidence", one.evidence());
        return view;
    }

    static Map<String, Object> deed(Deed deed) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("at", Instant.ofEpochMilli(deed.atMillis()).toString());
        view.put("kind", deed.kind().name());
        view.put("text", deed.text());
        return view;
    }
}
