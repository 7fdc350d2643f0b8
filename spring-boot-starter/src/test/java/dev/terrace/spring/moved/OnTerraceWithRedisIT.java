package dev.terrace.spring.moved;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Terrace;
import dev.terrace.testkit.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** One line more, and every cache has Redis behind its heap; the same tests stay as they are. */
@TestPropertySource("/moved/after.properties")
@DirtiesContext
class OnTerraceWithRedisIT extends LibraryTests {

    private static final RedisServer REDIS = RedisServer.launch();

    @DynamicPropertySource
    static void redis(DynamicPropertyRegistry properties) {
        properties.add("terrace.cache.redis.url", REDIS::uri);
    }

    @AfterAll
    static void end() {
        REDIS.close();
    }

    @Test
    void caches_withRedis_haveItAsATier(@Autowired Terrace terrace, @Autowired Library library) {
        library.count();
        assertThat(terrace.caches())
                .isNotEmpty()
                .allSatisfy(cache -> assertThat(cache.stats().tiers())
                        .extracting(tier -> tier.tier())
                        .contains("redis"));
    }
}
