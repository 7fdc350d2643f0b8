package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.Terrace;
import dev.terrace.spring.observation.ObservedCalls;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Observations of calls that leave the heap.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        after = TerraceAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass({Terrace.class, ObservationRegistry.class})
@ConditionalOnBooleanProperty(name = "terrace.observations.enabled", matchIfMissing = true)
@ConditionalOnBean({Terrace.class, ObservationRegistry.class})
public final class TerraceObservationAutoConfiguration {

    /** Made by Spring. */
    TerraceObservationAutoConfiguration() {}

    @Bean
    TerraceBuilderCustomizer terraceObservedCalls(ObjectProvider<ObservationRegistry> registry) {
        return builder -> registry.ifUnique(unique -> builder.calls(new ObservedCalls(unique)));
    }
}
