package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.Terrace;
import dev.terrace.cache.tuning.Tuner;
import dev.terrace.cache.tuning.TunerBuilder;
import dev.terrace.spring.cache.TerraceCacheManager;
import dev.terrace.spring.upkeep.CacheTuning;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * A tuner of Spring's caches, where {@code terrace.cache.tuning.enabled} is true and the application has no tuner of its own.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TerraceCacheAutoConfiguration.class)
@ConditionalOnBooleanProperty("terrace.cache.tuning.enabled")
@ConditionalOnBean(TerraceCacheManager.class)
@ConditionalOnMissingBean(Tuner.class)
@EnableConfigurationProperties(TerraceTuningProperties.class)
public final class TerraceTuningAutoConfiguration {

    /** Made by Spring. */
    TerraceTuningAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    CacheTuning terraceCacheTuning(Terrace terrace) {
        return new CacheTuning(terrace);
    }

    /** Late: caches are known once all beans with cached methods are. */
    @Bean(destroyMethod = "close")
    @Lazy
    Tuner terraceTuner(
            Terrace terrace, TerraceCacheManager manager, CacheTuning tuning, TerraceTuningProperties properties) {
        TunerBuilder builder = Tuner.builder(terrace)
                .every(properties.every())
                .goal(properties.goal())
                .apply(properties.apply());
        if (properties.budget() != null) {
            builder.budget(properties.budget());
        }
        if (tuning.tune(manager.openKnown(), builder) == 0) {
            throw new TerraceConfigurationException(
                    "terrace.cache.tuning.enabled is true, but no cache with a heap is known at the start.",
                    "Name those that are to be tuned in spring.cache.cache-names or under terrace.cache.caches, or leave "
                            + "terrace.cache.tuning.enabled out.",
                    null);
        }
        return builder.build();
    }

    @Bean
    ApplicationListener<ContextRefreshedEvent> terraceTunerStart(ObjectProvider<Tuner> tuner) {
        return refreshed -> tuner.getObject();
    }
}
