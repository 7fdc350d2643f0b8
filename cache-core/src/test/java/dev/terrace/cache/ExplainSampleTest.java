package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.fake.FakeLog;
import dev.terrace.cache.fake.FakeTier;
import dev.terrace.cache.fake.FakeTime;
import dev.terrace.cache.fake.TextCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Makes the sample of the documentation. */
class ExplainSampleTest {

    private static final Path PAGE = Path.of("..", "docs", "events.md");

    private final FakeTime time = new FakeTime();
    private final FakeLog log = new FakeLog();
    private final FakeTier redis = new FakeTier("redis", time);
    private final FakeTier jdbc = new FakeTier("jdbc", time);

    private Cache<Long, String> products(Terrace terrace, FakeTier near, FakeTier far) {
        return terrace.cache("products", Long.class, String.class)
                .heap(heap -> heap.expireAfterWrite(Duration.ofMinutes(5)))
                .tier(near)
                .tier(far)
                .codec(new TextCodec())
                .dependsOn("catalogue")
                .loader((id, load) -> {
                    load.dependsOn("brand:acme");
                    return "product " + id;
                })
                .build();
    }

    private Terrace terrace() {
        return Terrace.builder("shop")
                .time(time)
                .log(log.another())
                .awaitLog(Duration.ofMillis(1))
                .executor(Runnable::run)
                .build();
    }

    @Test
    void sample_ofThePage_isWhatComesOut() throws IOException {
        try (Terrace here = terrace();
                Terrace elsewhere = terrace()) {
            Cache<Long, String> products = products(here, redis.another(), jdbc.another());
            FakeTier database = jdbc.another();
            Cache<Long, String> others = products(elsewhere, redis.another(), database);
            products.get(42L);
            time.advance(Duration.ofSeconds(70));
            elsewhere.invalidateDependency("brand:acme");
            database.answer(FakeTier.Mode.FAILING);
            others.get(42L);
            time.advance(Duration.ofMillis(600)); // before the heap is swept

            String text = products.explain(42L).text();

            assertThat(Files.readString(PAGE))
                    .as("after products.explain(42L).text():%n%s", text)
                    .contains(text);
        }
    }
}
