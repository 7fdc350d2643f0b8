package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.Terrace;
import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.redis.Redis;
import dev.terrace.flags.store.FlagStore;
import dev.terrace.flags.store.FlagStoreBuilder;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The store of flags, where there is to be one. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnFlagStore.class)
class FlagStoreConfiguration {

    private static final String TYPE = OnFlagStore.TYPE;

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    FlagStore terraceFlagStore(
            TerraceFlagsProperties properties,
            Environment environment,
            ObjectProvider<FlagLedger> ledgers,
            ObjectProvider<Terrace> terraces) {
        TerraceFlagsProperties.Store settings = properties.store();
        FlagLedger where = ledgers.getIfAvailable();
        if (where == null) {
            String type = settings.type().name().toLowerCase(Locale.ROOT);
            throw new TerraceConfigurationException(
                    TYPE + "=" + type + ", and there is no " + (type.equals("redis") ? "Redis" : "database")
                            + " to store flags.",
                    type.equals("redis")
                            ? "Configure spring.data.redis or terrace.cache.redis.url, and have terrace-cache-redis on the class path, or leave "
                                    + TYPE + " out."
                            : "Configure spring.datasource, and have terrace-cache-jdbc on the class path, or leave "
                                    + TYPE + " out.",
                    null);
        }
        Terrace terrace = terraces.getObject();
        FlagStoreBuilder builder = FlagStore.builder(terrace.host().namespace())
                .host(terrace.host())
                .ledger(where.ledger())
                .log(where.log())
                .collection(settings.collection())
                .pollInterval(settings.pollInterval());
        String name = FlagEnvironment.of(properties, environment.getActiveProfiles());
        if (name != null) {
            builder.environment(name);
        }
        return builder.build();
    }

    /** Flags on the Redis that caches use. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Redis.class)
    @ConditionalOnProperty(name = TYPE, havingValue = "redis")
    static class OnRedis {

        @Bean(destroyMethod = "close")
        @ConditionalOnBean(Redis.class)
        @ConditionalOnMissingBean
        FlagLedger terraceFlagLedger(Redis redis) {
            return new FlagLedger(redis.ledger(), redis.log(), () -> {});
        }
    }

    /** Flags in the database that caches use, or else in the application's. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Jdbc.class)
    @ConditionalOnProperty(name = TYPE, havingValue = "jdbc")
    static class OnJdbc {

        @Bean(destroyMethod = "close")
        @ConditionalOnBean(DataSource.class)
        @ConditionalOnMissingBean
        FlagLedger terraceFlagLedger(
                ObjectProvider<Jdbc> caches,
                ObjectProvider<DataSource> dataSources,
                TerraceJdbcProperties properties,
                ObjectProvider<TerraceJdbcBuilderCustomizer> customizers) {
            Jdbc shared = caches.getIfAvailable();
            if (shared != null) {
                return new FlagLedger(shared.ledger(), shared.log(), () -> {});
            }
            Jdbc own = JdbcConfiguration.jdbc(
                    TYPE + " is jdbc", "set " + TYPE + "=none", properties, dataSources, customizers);
            return new FlagLedger(own.ledger(), own.log(), own::close);
        }
    }
}
