package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.redis.Redis;
import dev.terrace.cache.redis.RedisBuilder;
import io.lettuce.core.SslOptions;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where Redis is, as Terrace writes it.
 *
 * @param uri an address, which may hold a password
 * @param sentinelUser who asks the Sentinels
 * @param sentinelPassword null where Sentinels ask for none
 * @param ssl certificates and keys, null for those of the JVM
 */
record RedisAddress(
        String uri,
        @Nullable String sentinelUser,
        @Nullable String sentinelPassword,
        @Nullable SslBundle ssl) {

    RedisBuilder builder() {
        RedisBuilder builder = Redis.builder(uri);
        if (sentinelPassword != null) {
            builder.sentinelCredentials(sentinelUser, sentinelPassword);
        }
        if (ssl != null) {
            builder.sslOptions(options(ssl));
        }
        return builder;
    }

    private static SslOptions options(SslBundle bundle) {
        SslOptions.Builder options = SslOptions.builder();
        KeyManagerFactory keys = bundle.getManagers().getKeyManagerFactory();
        if (keys != null) {
            options.keyManager(keys);
        }
        if (bundle.getManagers().getTrustManagerFactory() != null) {
            options.trustManager(bundle.getManagers().getTrustManagerFactory());
        }
        String[] ciphers = bundle.getOptions().getCiphers();
        if (ciphers != null) {
            options.cipherSuites(ciphers);
        }
        String[] protocols = bundle.getOptions().getEnabledProtocols();
        if (protocols != null) {
            options.protocols(protocols);
        }
        return options.build();
    }

    /** Never the address: it may hold a password. */
    @Override
    public String toString() {
        return "RedisAddress";
    }
}
