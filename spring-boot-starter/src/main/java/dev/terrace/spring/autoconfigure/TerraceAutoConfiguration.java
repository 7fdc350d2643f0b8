package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.Terrace;
import dev.terrace.cache.spi.Lease;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Opens the namespace: the heap alone where nothing is configured; Redis where a connection to it is; the database where there is a {@code
 * DataSource} and {@code terrace.cache.jdbc.enabled} is true. A store that cannot be reached is no error: the application starts, and uses it
 * once it answers.
 *
 * <p>The namespace is opened at the start, so that what is wrong with it is told there. Where nothing is said of it (no property of Terrace's, no
 * store, no customizer) there is nothing to be wrong, and it is opened when it is first asked for.
 *
 * <p>The namespace ends with the context's singletons, which is after every phase of its life cycle: requests that a server drains still find
 * their caches. A context that is stopped or paused, and started again, goes on with what it had.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration"
        })
@ConditionalOnClass(Terrace.class)
@ConditionalOnBooleanProperty(name = "terrace.enabled", matchIfMissing = true)
@EnableConfigurationProperties({TerraceProperties.class, TerraceRedisProperties.class, TerraceJdbcProperties.class})
@Import({RedisConfiguration.class, JdbcConfiguration.class, OnceAskedFor.class})
public final class TerraceAutoConfiguration {

    private static final int LONGEST_NAME = 64;

    /** Made by Spring. */
    TerraceAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Terrace terrace(
            TerraceProperties properties,
            Environment environment,
            ObjectProvider<FarStore> stores,
            ObjectProvider<TerraceBuilderCustomizer> customizers) {
        List<FarStore> all = stores.orderedStream().toList();
        FarStore keeper = keeper(properties.log(), all);
        Terrace.Builder builder = Terrace.builder(namespace(properties, environment))
                .awaitLog(properties.awaitLog())
                .whenDisconnected(properties.whenDisconnected(), properties.disconnectedAfter());
        if (Threading.VIRTUAL.isActive(environment)) { // loads and steps run where the application's tasks do
            builder.executor(new VirtualThreadTaskExecutor("terrace-"));
        }
        if (keeper != null) {
            builder.log(keeper.log().get());
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        Terrace terrace = opened(builder, keeper);
        try {
            all.stream().filter(store -> !store.equals(keeper)).forEach(store -> probe(store, terrace));
        } catch (RuntimeException hopeless) {
            terrace.close();
            throw hopeless;
        }
        return terrace;
    }

    /** The store that keeps the log: the one that is named, else Redis before the database. */
    private static @Nullable FarStore keeper(TerraceProperties.@Nullable Partner named, List<FarStore> stores) {
        if (named == null) {
            return of(TerraceProperties.Partner.REDIS, stores) != null
                    ? of(TerraceProperties.Partner.REDIS, stores)
                    : of(TerraceProperties.Partner.JDBC, stores);
        }
        FarStore keeper = of(named, stores);
        if (keeper == null) {
            throw new TerraceConfigurationException(
                    "terrace.log is " + named.name().toLowerCase(Locale.ROOT) + ", but that is not configured.",
                    named == TerraceProperties.Partner.REDIS
                            ? "Configure a connection by spring.data.redis.host or terrace.cache.redis.url, or leave terrace.log out."
                            : "Set terrace.cache.jdbc.enabled=true, or leave terrace.log out.",
                    null);
        }
        return keeper;
    }

    private static @Nullable FarStore of(TerraceProperties.Partner partner, List<FarStore> stores) {
        return stores.stream()
                .filter(store -> store.partner() == partner)
                .findFirst()
                .orElse(null);
    }

    private static Terrace opened(Terrace.Builder builder, @Nullable FarStore keeper) {
        try {
            return builder.build();
        } catch (IllegalStateException hopeless) {
            if (keeper == null) {
                throw hopeless;
            }
            throw hopeless(keeper, hopeless);
        }
    }

    /** A store that keeps no log is opened by the first cache that uses it: finds out now whether it ever can be. */
    private static void probe(FarStore store, Terrace terrace) {
        Lease probe = store.probe().get();
        try {
            probe.open(terrace.host());
        } catch (IllegalStateException hopeless) {
            throw hopeless(store, hopeless);
        } finally {
            probe.close();
        }
    }

    private static TerraceConfigurationException hopeless(FarStore store, IllegalStateException failure) {
        boolean redis = store.partner() == TerraceProperties.Partner.REDIS;
        return new TerraceConfigurationException(
                (redis ? "Redis" : "The database") + " answers, but Terrace cannot work on it: " + failure.getMessage(),
                redis
                        ? "See to it, or leave Redis out by terrace.cache.redis.enabled=false."
                        : "See to it, or let somebody with the right make the tables by the scripts in terrace-cache-jdbc and set "
                                + "terrace.cache.jdbc.create-schema=false, or leave the database out by terrace.cache.jdbc.enabled=false.",
                failure);
    }

    private static String namespace(TerraceProperties properties, Environment environment) {
        if (properties.namespace() != null) {
            return properties.namespace();
        }
        String name = environment.getProperty("spring.application.name", "application");
        String allowed = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return allowed.isEmpty() ? "application" : allowed.substring(0, Math.min(allowed.length(), LONGEST_NAME));
    }
}
