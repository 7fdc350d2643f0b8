package dev.terrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryLogTest {

    private final MemoryLog log = new MemoryLog(3);

    @Test
    void read_someNames_isCompactedInOrderAndCut() {
        log.plant(names("a", "b", "a"));
        MemoryLog.Client client = log.client();
        Slice all = slice(client, Position.NONE, 10);
        assertThat(all.records())
                .containsExactly(new LogRecord(2, Name.dependency("b")), new LogRecord(3, Name.dependency("a")));
        assertThat(all.reached().sequence()).isEqualTo(3);
        assertThat(all.more()).isFalse();

        Slice cut = slice(client, Position.NONE, 1);
        assertThat(cut.reached().sequence()).isEqualTo(2);
        assertThat(cut.more()).isTrue();
        assertThat(slice(client, cut.reached(), 1).records())
                .containsExactly(all.records().get(1));
        assertThat(slice(client, all.reached(), 1).records()).isEmpty();
        assertThat(client.traffic().reads()).isEqualTo(4);
        assertThat(client.traffic().bytes()).isEqualTo(4 * 10);
    }

    @Test
    void plant_moreThanRetained_forgetsTheOldestAndSaysSo() {
        assertThat(log.plant(names("a", "b", "c", "d", "e"))).isEqualTo(5);
        Slice slice = slice(log.client(), Position.NONE, 10);
        assertThat(slice.records()).extracting(LogRecord::sequence).containsExactly(3L, 4L, 5L);
        assertThat(slice.horizon()).isEqualTo(2);
    }

    @Test
    void plant_key_isRefused() {
        assertThatThrownBy(() -> log.plant(List.of(Name.cache("products"))))
                .hasMessage("this log is for dependencies alone, and not for a CACHE");
    }

    @Test
    void node_thatFollows_distrustsWhatRestsOnAName() {
        ReplayTime time = new ReplayTime();
        MemoryLog.Client client = log.client();
        try (Terrace writer = node(time, log.client());
                Terrace reader = node(time, client)) {
            time.pass(Duration.ofSeconds(1));
            int[] loads = {0};
            Cache<String, String> cache = reader.cache("products", String.class, String.class)
                    .loader((key, load) -> {
                        load.dependsOn("brand");
                        return key + ++loads[0];
                    })
                    .build();
            assertThat(cache.get("a")).isEqualTo("a1");
            MemoryLog.Traffic before = client.traffic();
            writer.invalidateDependencyAsync("brand");
            time.pass(Duration.ofMillis(10));
            assertThat(cache.get("a")).isEqualTo("a2");
            assertThat(client.traffic().minus(before)).isEqualTo(new MemoryLog.Traffic(0, 0, 0, 1, 14));
        }
    }

    private static Terrace node(ReplayTime time, MemoryLog.Client client) {
        return Terrace.builder("followed")
                .log(client)
                .time(time)
                .executor(Runnable::run)
                .awaitLog(Duration.ZERO)
                .build();
    }

    private static Slice slice(MemoryLog.Client client, Position after, int limit) {
        return client.read(after, limit).toCompletableFuture().join();
    }

    private static List<Name> names(String... texts) {
        return Arrays.stream(texts).map(Name::dependency).toList();
    }
}
