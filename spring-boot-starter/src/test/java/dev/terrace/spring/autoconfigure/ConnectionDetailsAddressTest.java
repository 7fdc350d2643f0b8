package dev.terrace.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

class ConnectionDetailsAddressTest {

    /** Details of one kind each. */
    private record Details(
            @Nullable String username,
            @Nullable String password,
            @Nullable SslBundle ssl,
            @Nullable Standalone standalone,
            @Nullable Sentinel sentinel,
            @Nullable Cluster cluster)
            implements DataRedisConnectionDetails {

        @Override
        public @Nullable String getUsername() {
            return username;
        }

        @Override
        public @Nullable String getPassword() {
            return password;
        }

        @Override
        public @Nullable SslBundle getSslBundle() {
            return ssl;
        }

        @Override
        public @Nullable Standalone getStandalone() {
            return standalone;
        }

        @Override
        public @Nullable Sentinel getSentinel() {
            return sentinel;
        }

        @Override
        public @Nullable Cluster getCluster() {
            return cluster;
        }
    }

    private static final SslBundle BUNDLE = SslBundle.of(SslStoreBundle.NONE);

    @Test
    void standalone_withSpecialCharacters_andTls() {
        RedisAddress address = ConnectionDetailsAddress.of(new Details(
                "me", "p@ss:w /rd", BUNDLE, DataRedisConnectionDetails.Standalone.of("cache", 6380, 2), null, null));
        assertThat(address.uri()).isEqualTo("rediss://me:p%40ss%3Aw%20%2Frd@cache:6380/2");
        assertThat(address.toString()).doesNotContain("p%40ss");
        address.builder().build().close();
    }

    @Test
    void standalone_plain_ofVersionSix() {
        assertThat(ConnectionDetailsAddress.of(new Details(
                                null, null, null, DataRedisConnectionDetails.Standalone.of("::1", 6379), null, null))
                        .uri())
                .isEqualTo("redis://[::1]:6379/0");
        assertThat(ConnectionDetailsAddress.of(new Details(
                                null, "secret", null, DataRedisConnectionDetails.Standalone.of("a", 1), null, null))
                        .uri())
                .isEqualTo("redis://:secret@a:1/0");
    }

    @Test
    void sentinels_haveTheirOwnCredentials() {
        DataRedisConnectionDetails.Sentinel sentinel = new DataRedisConnectionDetails.Sentinel() {
            @Override
            public int getDatabase() {
                return 1;
            }

            @Override
            public String getMaster() {
                return "mymaster";
            }

            @Override
            public List<DataRedisConnectionDetails.Node> getNodes() {
                return List.of(
                        new DataRedisConnectionDetails.Node("a", 26379),
                        new DataRedisConnectionDetails.Node("b", 26379));
            }

            @Override
            public String getUsername() {
                return "watcher";
            }

            @Override
            public String getPassword() {
                return "secret";
            }
        };
        RedisAddress address = ConnectionDetailsAddress.of(new Details(null, null, null, null, sentinel, null));
        assertThat(address.uri()).isEqualTo("redis-sentinel://a:26379,b:26379/1#mymaster");
        assertThat(address.sentinelUser()).isEqualTo("watcher");
        assertThat(address.sentinelPassword()).isEqualTo("secret");
        address.builder().build().close();
    }

    @Test
    void cluster_namesItsNodes() {
        RedisAddress address = ConnectionDetailsAddress.of(new Details(
                null,
                "secret",
                BUNDLE,
                null,
                null,
                () -> List.of(
                        new DataRedisConnectionDetails.Node("a", 1), new DataRedisConnectionDetails.Node("b", 2))));
        assertThat(address.uri()).isEqualTo("rediss-cluster://:secret@a:1,b:2");
        address.builder().build().close();
    }

    @Test
    void nothingThatIsKnown_isToldWithTheCure() {
        assertThatThrownBy(() -> ConnectionDetailsAddress.of(new Details(null, null, null, null, null, null)))
                .isInstanceOfSatisfying(
                        TerraceConfigurationException.class,
                        e -> assertThat(e.cure()).contains("terrace.cache.redis.url"));
    }
}
