package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.redis.Redis;
import dev.terrace.cache.redis.RedisBuilder;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Redis as a store. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({Redis.class, RedisClient.class})
@Conditional(OnRedisConnection.class)
@Import(RedisOfTheApplication.WhereThereMayBeOne.class)
final class RedisConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Redis terraceRedis(
            TerraceRedisProperties properties,
            ObjectProvider<RedisAddress> address,
            ObjectProvider<ClientResources> resources,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<TerraceRedisBuilderCustomizer> customizers) {
        RedisBuilder builder = address(properties, address, bundles)
                .builder()
                .keyPrefix(properties.keyPrefix())
                .commandTimeout(properties.commandTimeout())
                .connectTimeout(properties.connectTimeout());
        resources.ifUnique(builder::clientResources);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    @Bean
    FarStore terraceRedisStore(
            Redis redis, TerraceRedisProperties properties, ObjectProvider<RedisAddress> ofTheApplication) {
        RedisAddress address = ofTheApplication.getIfUnique();
        String uri = properties.url() == null && address != null ? address.uri() : properties.url();
        RedisTrouble trouble = new RedisTrouble(properties.url() != null, uri != null && uri.startsWith("rediss"));
        return new FarStore(
                TerraceProperties.Partner.REDIS,
                redis.tier(),
                redis::log,
                redis::lease,
                () -> trouble.describe(redis.outage()));
    }

    private static RedisAddress address(
            TerraceRedisProperties properties,
            ObjectProvider<RedisAddress> ofTheApplication,
            ObjectProvider<SslBundles> bundles) {
        String url = properties.url();
        RedisAddress address = url == null
                ? ofTheApplication.getIfUnique()
                : new RedisAddress(url, null, null, bundle(properties.sslBundle(), bundles));
        if (address == null) {
            throw new TerraceConfigurationException(
                    "terrace.cache.redis.enabled is true, but no connection to Redis is configured.",
                    "Give terrace.cache.redis.url, or add spring-boot-starter-data-redis and give spring.data.redis.host.",
                    null);
        }
        try {
            Redis.builder(address.uri());
        } catch (IllegalArgumentException malformed) {
            throw new TerraceConfigurationException(
                    (url == null
                                    ? "The connection details of Redis make no address: "
                                    : "terrace.cache.redis.url is no address: ")
                            + malformed.getMessage(),
                    "Correct it, or leave Redis out by terrace.cache.redis.enabled=false.",
                    malformed);
        }
        return address;
    }

    private static @Nullable SslBundle bundle(@Nullable String name, ObjectProvider<SslBundles> bundles) {
        if (name == null) {
            return null;
        }
        SslBundles all = bundles.getIfAvailable();
        try {
            if (all == null) {
                throw new NoSuchSslBundleException(name, "there are no SSL bundles");
            }
            return all.getBundle(name);
        } catch (NoSuchSslBundleException unknown) {
            throw new TerraceConfigurationException(
                    "terrace.cache.redis.ssl-bundle names the SSL bundle '" + name + "', which there is not.",
                    "Define it under spring.ssl.bundle.pem." + name + " or spring.ssl.bundle.jks." + name
                            + ", or name another one.",
                    unknown);
        }
    }
}
