package dev.terrace.cache.profile;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Profiles for tests. */
final class Profiles {

    static final ZoneId ZONE = ZoneId.of("Europe/Vienna");

    private Profiles() {}

    static AccessProfile<Long> products() {
        float[] morning = new float[Sketch.HOURS];
        morning[8] = 20;
        float[] always = new float[Sketch.HOURS];
        always[8] = 5;
        always[23] = 7.5f;
        return new AccessProfile<>(
                "products",
                Instant.ofEpochMilli(1_750_000_000_000L),
                ZONE,
                List.of(
                        new AccessProfile.Row<>(7L, 12.5, always),
                        new AccessProfile.Row<>(42L, 8, morning),
                        new AccessProfile.Row<>(1L, 0.25, new float[Sketch.HOURS])),
                Map.of(42L, new AccessProfile.Followers<>(10, List.of(new AccessProfile.Next<>(7L, 8)))));
    }
}
