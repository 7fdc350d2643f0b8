package dev.terrace.spring.metrics;

import dev.terrace.spring.actuate.HealthScore;
import dev.terrace.spring.actuate.TerraceHealth;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/**
 * The health score as a gauge, {@code terrace.health.score}, of each tier and of the whole ({@code tier=all}); not a number while a tier is not used.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class HealthMeters implements MeterBinder {

    private static final String ALL = "all";

    private final TerraceHealth health;
    private final List<String> tiers;

    /**
     * Makes them.
     *
     * @param health what is scored
     * @param tiers the names of the tiers that caches may have
     */
    public HealthMeters(TerraceHealth health, List<String> tiers) {
        this.health = health;
        this.tiers = List.copyOf(tiers);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, ALL);
        tiers.forEach(tier -> gauge(registry, tier));
    }

    private void gauge(MeterRegistry registry, String tier) {
        Gauge.builder("terrace.health.score", health, of -> score(of.report(), tier))
                .description("How well the tier does its work, 0 to 100")
                .tag("tier", tier)
                .register(registry);
    }

    private static double score(TerraceHealth.Report report, String tier) {
        HealthScore score = tier.equals(ALL) ? report.whole() : report.tiers().get(tier);
        return score == null ? Double.NaN : score.total();
    }
}
