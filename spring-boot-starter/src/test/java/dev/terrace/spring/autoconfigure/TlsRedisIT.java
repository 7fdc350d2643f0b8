package dev.terrace.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Receipt;
import dev.terrace.cache.Terrace;
import dev.terrace.spring.actuate.TerraceHealthIndicator;
import dev.terrace.testkit.RedisServer;
import dev.terrace.testkit.TestServerException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A Redis that speaks TLS, and asks for a certificate: what SSL bundles of the application are used for. Its binary must have TLS built in. */
class TlsRedisIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SECRET = "what-nobody-may-read-on-the-way";
    private static final byte HANDSHAKE = 0x16;

    private static @Nullable RedisServer server;
    private static @Nullable TestCertificates certificates;
    private static int tls;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    DataRedisAutoConfiguration.class,
                    TerraceAutoConfiguration.class,
                    TerraceCacheAutoConfiguration.class,
                    TerraceHealthAutoConfiguration.class,
                    CacheAutoConfiguration.class))
            .withUserConfiguration(Caching.class)
            .withPropertyValues(
                    "terrace.cache.defaults.value-type=java.lang.String",
                    "terrace.cache.redis.command-timeout=5s",
                    "terrace.cache.redis.connect-timeout=5s",
                    "terrace.cache.defaults.redis.timeout=5s",
                    "terrace.await-log=5s")
            .withPropertyValues(bundle("right", "redis"))
            .withPropertyValues(bundle("wrong", "client"));

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {}

    @BeforeAll
    static void start(@TempDir Path directory) {
        certificates = new TestCertificates(directory);
        certificates.make("redis");
        certificates.make("client");
        for (int tries = 1; server == null; tries++) {
            // Below the range of outgoing connections, and above that of the testkit's servers.
            tls = ThreadLocalRandom.current().nextInt(22_000, 32_000);
            try {
                server = RedisServer.launch(
                        "tls-port " + tls,
                        "tls-cert-file " + file("redis.crt"),
                        "tls-key-file " + file("redis.key"),
                        "tls-ca-cert-file " + file("client.crt"),
                        "tls-auth-clients yes");
            } catch (TestServerException taken) {
                if (tries == 5) {
                    throw taken;
                }
            }
        }
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    private static RedisServer server() {
        return Objects.requireNonNull(server);
    }

    private static Path file(String name) {
        return Objects.requireNonNull(certificates).file(name);
    }

    /** A bundle with the client's key, which trusts one certificate. */
    private static String[] bundle(String name, String trusted) {
        String bundle = "spring.ssl.bundle.jks." + name + ".";
        return new String[] {
            bundle + "keystore.location=file:" + file("client.p12"),
            bundle + "keystore.password=" + TestCertificates.PASSWORD,
            bundle + "truststore.location=file:" + file(trusted + "-trust.p12"),
            bundle + "truststore.password=" + TestCertificates.PASSWORD,
        };
    }

    /** Over the application's connection, or an address of Terrace's own. */
    private static String[] connection(String setting, int port, String bundle) {
        return setting.startsWith("spring")
                ? new String[] {
                    "spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + port, setting + "=" + bundle,
                }
                : new String[] {"terrace.cache.redis.url=rediss://127.0.0.1:" + port, setting + "=" + bundle};
    }

    private static Cache texts(ApplicationContext context) {
        return Objects.requireNonNull(context.getBean(CacheManager.class).getCache("texts"));
    }

    private static Health health(ApplicationContext context) {
        return Objects.requireNonNull(
                context.getBean(TerraceHealthIndicator.class).health());
    }

    private static @Nullable String trouble(ApplicationContext context) {
        return health(context).getDetails().get("troubles") instanceof Map<?, ?> troubles
                        && troubles.get("redis") instanceof String told
                ? told
                : null;
    }

    private static void assertOnlyHandshakesBegin(WireTap wire) {
        assertThat(wire.sent())
                .isNotEmpty()
                .allSatisfy(bytes -> assertThat(bytes[0])
                        .as("the first byte of a connection")
                        .isEqualTo(HANDSHAKE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.data.redis.ssl.bundle", "terrace.cache.redis.ssl-bundle"})
    void bundle_ofTheApplication_isUsed_andNothingIsReadOnTheWay(String setting) {
        try (WireTap wire = WireTap.to(tls)) {
            var node = runner.withPropertyValues(connection(setting, wire.port(), "right"));
            node.run(first -> node.run(second -> {
                assertThat(first).hasNotFailed();
                texts(first).put(setting, SECRET);
                await().atMost(SOON).until(() -> SECRET.equals(texts(second).get(setting, String.class)));
                assertThat(texts(second).evictIfPresent(setting)).isTrue();
                await().atMost(SOON).until(() -> texts(first).get(setting) == null);
                assertThat(second.getBean(Terrace.class).invalidateDependency("x"))
                        .isEqualTo(Receipt.LOGGED);
                assertThat(trouble(first)).isNull();
            }));
            assertOnlyHandshakesBegin(wire);
            assertThat(wire.hasCarried(SECRET)).isFalse();
            assertThat(server().command("DBSIZE")).isNotEqualTo("0");
        }
    }

    @Test
    void wire_withoutABundle_isReadable() {
        try (WireTap wire = WireTap.to(server().port())) {
            runner.withPropertyValues("terrace.cache.redis.url=redis://127.0.0.1:" + wire.port())
                    .run(context -> {
                        texts(context).put("plain", SECRET);
                        await().atMost(SOON).until(() -> wire.hasCarried(SECRET));
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring.data.redis.ssl.bundle", "terrace.cache.redis.ssl-bundle"})
    void bundle_thatTrustsSomebodyElse_letsTheApplicationStart_andHealthSaysWhy(String setting) {
        try (WireTap wire = WireTap.to(tls)) {
            runner.withPropertyValues(connection(setting, wire.port(), "wrong"))
                    .withPropertyValues("terrace.await-log=100ms")
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        texts(context).put("near", "value");
                        assertThat(texts(context).get("near", String.class)).isEqualTo("value");
                        await().atMost(SOON).until(() -> trouble(context) != null);
                        assertThat(trouble(context))
                                .contains("TLS", setting, "trusts the issuer", "certification path");
                        assertThat(health(context).getStatus()).isEqualTo(Status.UP);
                    });
            assertOnlyHandshakesBegin(wire);
        }
    }

    @Test
    void server_withoutTls_isToldNothing() {
        try (WireTap wire = WireTap.to(server().port())) {
            runner.withPropertyValues(connection("spring.data.redis.ssl.bundle", wire.port(), "right"))
                    .withPropertyValues("terrace.await-log=100ms", "terrace.cache.redis.connect-timeout=500ms")
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        texts(context).put("near", SECRET);
                        await().atMost(SOON).until(() -> trouble(context) != null);
                        assertThat(trouble(context)).contains("spring.data.redis", "a port for TLS");
                    });
            assertOnlyHandshakesBegin(wire);
            assertThat(wire.hasCarried(SECRET)).isFalse();
        }
    }
}
