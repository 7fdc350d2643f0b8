package dev.terrace.cache.warm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.fake.World;
import dev.terrace.cache.profile.ProfileRecorder;
import dev.terrace.cache.profile.ProfileStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: reads, a profile, a restart, a warm heap. */
class RestartTest {

    private static final int ROOM = 50;

    private final World world = new World();
    private final AtomicInteger loads = new AtomicInteger();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        world.close();
    }

    private ProfileRecorder<Integer> recorder(Terrace terrace) {
        return ProfileRecorder.builder("numbers", Integer.class, terrace.host())
                .store(ProfileStore.file(directory.resolve("numbers.profile")))
                .build();
    }

    private Cache<Integer, String> cache(Terrace terrace, ProfileRecorder<Integer> recorder) {
        return terrace.cache("numbers", Integer.class, String.class)
                .heap(heap -> heap.maximumSize(ROOM))
                .observer(recorder)
                .loader((key, load) -> {
                    loads.incrementAndGet();
                    return "number " + key;
                })
                .build();
    }

    @Test
    void node_thatRestarts_isWarmForWhatItWasAskedFor() {
        Terrace before = world.alone();
        ProfileRecorder<Integer> recorded = recorder(before);
        Cache<Integer, String> old = cache(before, recorded);
        for (int round = 0; round < 20; round++) {
            for (int hot = 0; hot < 30; hot++) {
                old.get(hot);
            }
            old.get(1_000 + round);
        }
        recorded.close();
        before.close();

        Terrace after = world.alone();
        try (ProfileRecorder<Integer> recorder = recorder(after)) {
            Cache<Integer, String> fresh = cache(after, recorder);
            WarmRun run = Warming.of(fresh, after.host()).build().start(recorder.profile());
            World.until(() -> {
                world.time.advance(Duration.ofMillis(10));
                return run.end().isDone();
            });
            assertThat(run.progress().loaded()).isEqualTo(ROOM);
            loads.set(0);
            for (int hot = 0; hot < 30; hot++) {
                fresh.get(hot);
            }
            assertThat(loads).hasValue(0);
            assertThat(fresh.stats().hits()).isEqualTo(30);
            assertThat(fresh.stats().misses()).isZero();
        }
    }
}
