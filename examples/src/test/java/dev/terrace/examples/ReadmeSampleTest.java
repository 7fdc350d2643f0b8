package dev.terrace.examples;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.redis.Redis;
import dev.terrace.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sample of the README is code that compiles and runs. */
class ReadmeSampleTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path HERE = Path.of("src/test/java/dev/terrace/examples/ReadmeSampleTest.java");

    /** A product. */
    public record Product(long id, String name) {}

    private static final class Catalogue {
        Product find(long id) {
            return new Product(id, "product " + id);
        }
    }

    @Test
    void sample_onARealRedis_runs() {
        try (RedisServer server = RedisServer.launch()) {
            Redis redis = Redis.at(server.uri());
            Terrace terrace = Terrace.builder("shop").log(redis.log()).build();
            run(redis, terrace, new Catalogue());
            terrace.close();
            redis.close();
        }
    }

    private static void run(Redis redis, Terrace terrace, Catalogue catalogue) {
        Cache<Long, Product> products = terrace.cache("products", Long.class, Product.class)
                .heap(heap -> heap.maximumSize(50_000).expireAfterWrite(ofMinutes(5)))
                .tier(redis.tier(), tier -> tier.expireAfterWrite(ofHours(1)))
                .loader((id, load) -> catalogue.find(id))
                .build();
        products.get(42L); // heap, Redis, loader: whoever can answer first
        products.invalidate(42L); // gone here at once, elsewhere as soon as the log is read
    }

    @Test
    void sample_inTheReadme_isThisCode() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf("```java\n") + "```java\n".length();
        List<String> here = Files.readAllLines(HERE).stream().map(String::strip).toList();

        List<String> sample = readme.substring(begin, readme.indexOf("```", begin))
                .lines()
                .map(String::strip)
                .filter(line -> !line.contains("redis://"))
                .toList();

        assertThat(here).containsAll(sample);
    }
}
