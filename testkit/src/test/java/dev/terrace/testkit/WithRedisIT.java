package dev.terrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

class WithRedisIT {

    // @start region="sample"
    @WithRedis
    static class OrdersTest {

        @Test
        void order_stored_isFound(RedisServer redis) {
            assertThat(redis.command("SET", "order:1", "open")).isEqualTo("OK");
        }

        @Test
        void orders_redisIsDown_areStillServed(@WithRedis(isolated = true) RedisServer redis) {
            redis.kill();
        }
    }
    // @end

    @Nested
    class TheSample extends OrdersTest {}

    @Nested
    @WithRedis
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    class Shared {

        private final RedisServer redis;

        Shared(RedisServer redis) {
            this.redis = redis;
            redis.command("SET", "by", "constructor");
        }

        @BeforeEach
        void prepare(RedisServer same) {
            assertThat(same).isSameAs(redis);
            assertThat(redis.command("GET", "by")).isEqualTo("constructor");
            assertThat(redis.command("DBSIZE")).isEqualTo("1");
        }

        @Test
        @Order(1)
        void test_storesSomething(RedisServer same) {
            assertThat(same).isSameAs(redis);
            redis.command("SET", "by", "test");
            redis.command("SET", "more", "by test");
        }

        @Test
        @Order(2)
        void nextTest_findsNothingOfIt() {
            assertThat(redis.command("EXISTS", "more")).isEqualTo("0");
        }
    }

    @Nested
    @WithRedis
    class Isolated {

        @Test
        void parameter_isolated_isAnotherServer(
                RedisServer shared,
                @WithRedis(isolated = true) RedisServer isolated,
                @WithRedis(isolated = true) RedisServer same,
                @WithRedis(settings = "maxmemory 5mb") RedisServer small) {
            assertThat(isolated.port()).isNotEqualTo(shared.port()).isNotEqualTo(small.port());
            assertThat(same).isSameAs(isolated);
            assertThat(small.command("CONFIG", "GET", "maxmemory")).isEqualTo("maxmemory\n5242880");
            isolated.kill();
            assertThat(shared.command("PING")).isEqualTo("PONG");
        }

        @Test
        @WithRedis(isolated = true)
        void method_nearerThanClass_wins(RedisServer isolated, @WithRedis RedisServer shared) {
            assertThat(isolated.port()).isNotEqualTo(shared.port());
        }
    }

    @Nested
    @WithRedis(isolated = true)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    class IsolatedForTheClass {

        private static RedisServer redis;

        @BeforeAll
        static void launch(RedisServer server) {
            redis = server;
        }

        @Test
        @Order(1)
        void test_asksForNone_mayKillIt() {
            redis.kill();
        }

        @Test
        @Order(2)
        void nextTest_sameServer_runsAgain(RedisServer same) {
            assertThat(same).isSameAs(redis);
            assertThat(redis.command("SET", "a", "1")).isEqualTo("OK");
            redis.pause();
        }

        @Test
        @Order(3)
        void testAfterPause_sameServer_answersAndIsEmpty() {
            assertThat(redis.command("DBSIZE")).isEqualTo("0");
        }
    }

    @Test
    void parameter_annotatedAlone_isEnough(@WithRedis RedisServer redis) {
        assertThat(redis.command("PING")).isEqualTo("PONG");
    }
}
