package dev.terrace.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.testkit.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A web application whose Redis is killed and comes back, as its operators see it: by HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostRedisIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RedisServer redis = RedisServer.launch();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong number = new AtomicLong();

    @SuppressWarnings("NullAway.Init") // started before all tests
    private ConfigurableApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableCaching
    static class Application {

        @Bean
        Articles articles() {
            return new Articles();
        }
    }

    static class Articles {

        @Cacheable("articles")
        public String article(long id) {
            return "article " + id;
        }
    }

    @BeforeAll
    void start() {
        context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "spring.main.banner-mode=off",
                        "spring.application.name=lostredis",
                        "spring.data.redis.host=127.0.0.1",
                        "spring.data.redis.port=" + redis.port(),
                        "terrace.disconnected-after=1s",
                        "terrace.cache.tuning.enabled=true",
                        "terrace.cache.profile.enabled=true",
                        "management.endpoint.terracecaches.access=unrestricted",
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.health.show-details=always",
                        // Boot's own is DOWN without Redis; where it is a cache alone that is turned off.
                        "management.health.redis.enabled=false")
                .run();
    }

    @AfterAll
    void stop() {
        context.close();
        redis.close();
    }

    private JsonNode get(String path) {
        return send(request(path), 200);
    }

    private JsonNode post(String path, int status) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")),
                status);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path));
    }

    private JsonNode send(HttpRequest.Builder request, int status) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What the terrace contributor says, of an application that is UP. */
    private JsonNode health() {
        JsonNode health = get("/actuator/health");
        assertThat(health.at("/status").asString()).isEqualTo("UP");
        assertThat(health.at("/components/terrace/status").asString()).isEqualTo("UP");
        return health.at("/components/terrace/details");
    }

    private JsonNode redisTier() {
        return get("/actuator/terracecaches").at("/caches/articles/tiers/redis");
    }

    /** Asks for what no tier has. */
    private void ask() {
        long id = number.incrementAndGet();
        assertThat(context.getBean(Articles.class).article(id)).isEqualTo("article " + id);
    }

    @Test
    void optimizeAndWarm_byPropertiesAlone_workForSpringsCaches() {
        ask();
        JsonNode optimized = post("/actuator/terracecaches/optimize", 200);
        assertThat(optimized.at("/recommendations").isArray()).isTrue();
        assertThat(optimized.at("/note").asString()).contains("a dry run");

        assertThat(post("/actuator/terracecaches/articles/warm", 202)
                        .at("/state")
                        .asString())
                .isIn("RUNNING", "DONE");
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode warming = get("/actuator/terracecaches/articles").at("/warming");
            assertThat(warming.at("/state").asString()).isEqualTo("DONE");
            assertThat(warming.at("/present").asLong()).isPositive();
        });
    }

    @Test
    void redis_killedAndStarted_isUpAllTheTime_withTheReasonWhileItIsLost() {
        await().atMost(SOON).untilAsserted(() -> {
            ask();
            assertThat(redisTier().at("/puts").asLong()).isPositive();
            assertThat(health().at("/log").asString()).isEqualTo("reached");
        });
        JsonNode before = health();
        assertThat(before.at("/tiers/redis/availability").asDouble()).isEqualTo(40);
        assertThat(before.has("troubles")).isFalse();

        redis.kill();
        await().atMost(SOON).untilAsserted(() -> {
            ask();
            JsonNode lost = health();
            assertThat(lost.at("/log").asString()).isEqualTo("out of reach");
            assertThat(lost.at("/troubles/redis").asString())
                    .contains("Redis cannot be reached", "spring.data.redis", "Cause: ");
            assertThat(lost.at("/tiers/redis/availability").asDouble()).isLessThan(40);
            assertThat(lost.at("/tiers/redis/reasons/0").asString()).contains("it is not called in 1 of 1 caches");
            assertThat(lost.at("/whole/reasons").toString()).contains("the invalidation log is out of reach");
            assertThat(lost.at("/score").asInt()).isLessThan(70);
            assertThat(redisTier().at("/open").asBoolean()).isTrue();
            assertThat(get("/actuator/terracecaches").at("/log/ageMillis").asLong())
                    .isGreaterThan(1_000);
        });

        redis.start();
        long written = redisTier().at("/puts").asLong();
        await().atMost(SOON).untilAsserted(() -> {
            ask();
            JsonNode back = health();
            assertThat(back.at("/log").asString()).isEqualTo("reached");
            assertThat(back.has("troubles")).isFalse();
            assertThat(redisTier().at("/open").asBoolean()).isFalse();
            assertThat(redisTier().at("/puts").asLong()).isGreaterThan(written);
        });
    }
}
