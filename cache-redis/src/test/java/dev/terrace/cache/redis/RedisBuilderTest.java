package dev.terrace.cache.redis;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.terrace.testkit.TestHost;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisBuilderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "localhost:6379",
                "http://localhost:6379",
                "redis://",
                "redis://hidden@",
                "redis://user:hidden pass@localhost",
                "redis://:hidden@localhost:port",
                "redis://:hidden@under_score:6379",
                "redis://:hidden@localhost:6379/x y",
                "redis://:hidden@one:6379,two:6379",
                "redis-sentinel://:hidden@localhost:26379",
                "redis-sentinel://:hidden@#main",
                "redis-cluster://:hidden@",
                "redis-cluster://:hidden@one:6379,",
                "redis-cluster://:hidden@one:6379,two:port",
                "redis-cluster://:hidden@one:6379/3"
            })
    void at_malformedUri_saysHowToWriteItAndRepeatsNoSecret(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Redis.at(uri))
                .withMessageContaining("uri")
                .withMessageContaining("redis://")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("hidden"))
                .withNoCause();
    }

    @Test
    void commandTimeout_outOfBounds_isRefused() {
        assertRefused("commandTimeout", builder -> builder.commandTimeout(Duration.ZERO));
        assertRefused("commandTimeout", builder -> builder.commandTimeout(ofNanos(999_999)));
        assertRefused("commandTimeout", builder -> builder.commandTimeout(ofSeconds(-1)));
        assertRefused("commandTimeout", builder -> builder.commandTimeout(ofMillis(60_001)));
    }

    @Test
    void connectTimeout_outOfBounds_isRefused() {
        assertRefused("connectTimeout", builder -> builder.connectTimeout(Duration.ZERO));
        assertRefused("connectTimeout", builder -> builder.connectTimeout(ofMinutes(2)));
    }

    @Test
    void reconnectDelay_outOfBoundsOrOutOfOrder_isRefused() {
        assertRefused("reconnectDelay first", builder -> builder.reconnectDelay(Duration.ZERO, ofSeconds(1)));
        assertRefused("reconnectDelay first", builder -> builder.reconnectDelay(ofMillis(200), ofMillis(100)));
        assertRefused("reconnectDelay longest", builder -> builder.reconnectDelay(ofMillis(100), ofMinutes(2)));
    }

    @Test
    void requestQueueSize_outOfBounds_isRefused() {
        assertRefused("requestQueueSize", builder -> builder.requestQueueSize(1_023));
        assertRefused("requestQueueSize", builder -> builder.requestQueueSize(1_000_001));
    }

    @Test
    void retention_outOfBounds_isRefused() {
        assertRefused("dependenciesRetained", builder -> builder.dependenciesRetained(0));
        assertRefused("keysRetained", builder -> builder.keysRetained(0));
        assertRefused("keysRetained", builder -> builder.keysRetained(100_000_001));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "{a}", "a b", "é", "abcdefghijklmnopqrstuvwxyz0123456"})
    void keyPrefix_thatCouldCollide_isRefused(String prefix) {
        assertRefused("keyPrefix", builder -> builder.keyPrefix(prefix));
    }

    private static void assertRefused(String setting, Consumer<RedisBuilder> change) {
        RedisBuilder builder = Redis.builder("redis://localhost:6379");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.accept(builder))
                .withMessageStartingWith(setting + " must be");
    }

    @Test
    void defaults_areThoseThatAreDocumented() {
        try (Redis redis = Redis.at("redis://localhost")) {
            Settings settings = redis.settings();
            assertThat(settings.commandTimeout()).isEqualTo(ofMillis(250));
            assertThat(settings.connectTimeout()).isEqualTo(ofSeconds(2));
            assertThat(settings.firstReconnectDelay()).isEqualTo(ofMillis(100));
            assertThat(settings.longestReconnectDelay()).isEqualTo(ofMillis(500));
            assertThat(settings.requestQueueSize()).isEqualTo(16_384);
            assertThat(settings.keyPrefix()).isEqualTo("terrace");
            assertThat(settings.dependenciesRetained()).isEqualTo(1_000_000);
            assertThat(settings.keysRetained()).isEqualTo(100_000);
            assertThat(settings.place()).isEqualTo("localhost:6379");
        }
    }

    @Test
    void build_keepsWhatTheUriSays() {
        try (Redis redis = Redis.at("rediss://someone:hidden@example.org:6380/3?clientName=mine")) {
            var uri = redis.settings().uri();
            assertThat(uri.isSsl()).isTrue();
            assertThat(uri.isVerifyPeer()).isTrue();
            assertThat(uri.getHost()).isEqualTo("example.org");
            assertThat(uri.getPort()).isEqualTo(6380);
            assertThat(uri.getDatabase()).isEqualTo(3);
            assertThat(uri.getClientName()).isEqualTo("mine");
            assertThat(uri.toString()).contains("someone:").doesNotContain("hidden");
            assertThat(uri.getCredentialsProvider()).isInstanceOf(StaticCredentialsProvider.class);
        }
    }

    @Test
    void descriptions_nameThePlaceAndNoSecret() {
        try (Redis redis = Redis.at("redis://someone:hidden@example.org:7000")) {
            assertThat(redis).hasToString("Redis at example.org:7000");
            assertThat(redis.log().description()).isEqualTo("redis log at example.org:7000");
        }
        try (Redis redis = Redis.at("redis://[::1]")) {
            assertThat(redis).hasToString("Redis at [::1]:6379");
        }
        try (Redis redis = Redis.at("redis-socket:///run/redis.sock")) {
            assertThat(redis).hasToString("Redis at /run/redis.sock");
        }
    }

    @Test
    void descriptions_ofSentinelsAndClusters_nameThePlacesAndNoSecret() {
        try (Redis redis = Redis.at("redis-sentinel://someone:hidden@one:26380,two/2#main")) {
            assertThat(redis).hasToString("Redis at main of the Sentinels one:26380,two:26379");
            assertThat(redis.settings().uri().getDatabase()).isEqualTo(2);
            assertThat(redis.settings().uri().toString()).doesNotContain("hidden");
        }
        try (Redis redis = Redis.at("rediss-cluster://someone:hidden@one:7000,two,three:7001?clientName=mine")) {
            assertThat(redis).hasToString("Redis at the cluster of one:7000,two:6379,three:7001");
            assertThat(redis.settings().uri().isSsl()).isTrue();
            assertThat(redis.settings().uri().getClientName()).isEqualTo("mine");
            assertThat(redis.settings().address().servers())
                    .extracting(RedisBuilderTest::password)
                    .containsOnly("hidden");
        }
    }

    @Test
    void sentinelCredentials_areForSentinelsAlone() {
        try (Redis redis = Redis.builder("redis-sentinel://:other@one:26379,two:26379#main")
                .sentinelCredentials(null, "hidden")
                .build()) {
            Address address = redis.settings().address();
            assertThat(address.servers()).extracting(RedisBuilderTest::password).containsExactly("hidden", "hidden");
            assertThat(password(address.uri())).isEqualTo("other");
            assertThat(redis.toString() + address).doesNotContain("hidden");
        }
    }

    @Test
    void open_afterClose_isRefused() {
        Redis redis = Redis.at("redis://localhost");
        redis.close();
        redis.close();

        try (TestHost host = TestHost.alone()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> redis.tier().open(host))
                    .withMessageContaining("closed");
        }
    }

    private static String password(RedisURI uri) {
        var credentials = ((StaticCredentialsProvider) uri.getCredentialsProvider()).resolveCredentialsNow();
        return String.valueOf(credentials.getPassword());
    }
}
