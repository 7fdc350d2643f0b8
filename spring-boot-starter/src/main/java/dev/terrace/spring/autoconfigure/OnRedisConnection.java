package dev.terrace.spring.autoconfigure;

import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/*
 * Boot always has connection details where its module for Redis is, to localhost if nothing is said. An application that has the module
 * and nothing else does not mean that its caches should use a Redis. So details that stem from properties count only where there is such a
 * property; those of anybody else (Compose, Testcontainers, the application) are a connection that somebody has made.
 */
/** Whether a connection to Redis is configured. */
final class OnRedisConnection extends SpringBootCondition implements ConfigurationCondition {

    /** What Boot's module for Redis tells connections by. */
    static final String DETAILS = "org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails";

    private static final List<String> CONNECTIONS = List.of(
            "spring.data.redis.url",
            "spring.data.redis.host",
            "spring.data.redis.port",
            "spring.data.redis.sentinel.master",
            "spring.data.redis.cluster.nodes",
            "spring.data.redis.cluster.nodes[0]");

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        ConditionMessage.Builder message = ConditionMessage.forCondition("Redis connection");
        Boolean enabled = environment.getProperty("terrace.cache.redis.enabled", Boolean.class);
        if (Boolean.FALSE.equals(enabled)) {
            return ConditionOutcome.noMatch(message.because("terrace.cache.redis.enabled is false"));
        }
        if (Boolean.TRUE.equals(enabled)) {
            return ConditionOutcome.match(message.because("terrace.cache.redis.enabled is true"));
        }
        if (environment.containsProperty("terrace.cache.redis.url")) {
            return ConditionOutcome.match(message.foundExactly("terrace.cache.redis.url"));
        }
        if (!ClassUtils.isPresent(DETAILS, context.getClassLoader())) {
            return ConditionOutcome.noMatch(message.because("there is no terrace.cache.redis.url"));
        }
        if (hasDetailsOfItsOwn(context.getBeanFactory())) {
            return ConditionOutcome.match(message.foundExactly("connection details"));
        }
        return CONNECTIONS.stream()
                .filter(environment::containsProperty)
                .findFirst()
                .map(property -> ConditionOutcome.match(message.foundExactly(property)))
                .orElseGet(() -> ConditionOutcome.noMatch(
                        message.because("neither spring.data.redis nor terrace.cache.redis.url names a server")));
    }

    private static boolean hasDetailsOfItsOwn(
            @org.jspecify.annotations.Nullable ConfigurableListableBeanFactory beans) {
        if (beans == null) {
            return false;
        }
        for (String name : beans.getBeanNamesForType(ConnectionDetails.class, true, false)) {
            Class<?> type = beans.getType(name, false);
            if (type != null
                    && isOfRedis(type)
                    && !type.getSimpleName().equals("PropertiesDataRedisConnectionDetails")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfRedis(Class<?> type) {
        return ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                .anyMatch(implemented -> implemented.getName().equals(DETAILS));
    }
}
