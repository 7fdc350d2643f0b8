package dev.terrace.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** The application's own connection to Redis. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(DataRedisConnectionDetails.class)
final class RedisOfTheApplication {

    @Bean
    @ConditionalOnBean(DataRedisConnectionDetails.class)
    RedisAddress terraceRedisAddress(DataRedisConnectionDetails details) {
        return ConnectionDetailsAddress.of(details);
    }

    /** Names it only where Boot's module for Redis is, so that it is not read elsewhere. */
    static final class WhereThereMayBeOne implements ImportSelector {

        private final ClassLoader loader;

        /** Made by Spring. */
        WhereThereMayBeOne(ClassLoader loader) {
            this.loader = loader;
        }

        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            return ClassUtils.isPresent(OnRedisConnection.DETAILS, loader)
                    ? new String[] {RedisOfTheApplication.class.getName()}
                    : new String[0];
        }
    }
}
