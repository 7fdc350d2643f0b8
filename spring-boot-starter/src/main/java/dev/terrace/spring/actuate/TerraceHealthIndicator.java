package dev.terrace.spring.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells Boot how the namespace is. It is up as long as it is open: a store that is lost is told by scores and reasons, and takes no instance out of
 * service, which would put its load on the source that the caches protect.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class TerraceHealthIndicator extends AbstractHealthIndicator {

    private final TerraceHealth health;
    private final Supplier<Map<String, String>> troubles;
    private final @Nullable Supplier<Map<String, Object>> flags;

    /**
     * Makes one.
     *
     * @param health what is told
     * @param troubles what keeps stores from being connected to, by their names; empty while nothing does
     * @param flags what is told of flags; null for nothing
     */
    public TerraceHealthIndicator(
            TerraceHealth health,
            Supplier<Map<String, String>> troubles,
            @Nullable Supplier<Map<String, Object>> flags) {
        this.health = health;
        this.troubles = troubles;
        this.flags = flags;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        TerraceHealth.Report report = health.report();
        builder.up().withDetail("score", report.whole().total());
        builder.withDetail("whole", view(report.whole()));
        Map<String, Object> tiers = new LinkedHashMap<>();
        report.tiers().forEach((tier, score) -> tiers.put(tier, view(score)));
        builder.withDetail("tiers", tiers);
        if (report.log() != null) {
            builder.withDetail("log", report.log() ? "reached" : "out of reach");
        }
        Map<String, String> lost = troubles.get();
        if (!lost.isEmpty()) {
            builder.withDetail("troubles", lost);
        }
        if (flags != null) {
            builder.withDetail("flags", flags.get());
        }
    }

    private static Map<String, Object> view(HealthScore score) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("score", score.total());
        view.put("availability", rounded(score.availability()));
        view.put("performance", rounded(score.performance()));
        view.put("errorRate", rounded(score.errorRate()));
        view.put("resources", rounded(score.resources()));
        view.put("reasons", score.reasons());
        return view;
    }

    private static double rounded(double points) {
        return Math.round(points * 10) / 10.0;
    }
}
