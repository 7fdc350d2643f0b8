package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.Terrace;
import dev.terrace.cache.tuning.Tuner;
import dev.terrace.flags.Flags;
import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.store.FlagStore;
import dev.terrace.spring.actuate.CacheWarming;
import dev.terrace.spring.actuate.Operators;
import dev.terrace.spring.actuate.TerraceCachesEndpoint;
import dev.terrace.spring.actuate.TerraceFlagsEndpoint;
import dev.terrace.spring.upkeep.CacheProfiles;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The endpoints {@code terracecaches} and {@code terraceflags}, where the actuator exposes them.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        after = {
            TerraceAutoConfiguration.class,
            TerraceTuningAutoConfiguration.class,
            TerraceProfileAutoConfiguration.class,
            TerraceFlagsAutoConfiguration.class
        })
@ConditionalOnClass({Terrace.class, WebEndpoint.class, ConditionalOnAvailableEndpoint.class})
@EnableConfigurationProperties(TerraceManagementProperties.class)
public final class TerraceEndpointsAutoConfiguration {

    /** Made by Spring. */
    TerraceEndpointsAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(Terrace.class)
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    TerraceCachesEndpoint terraceCachesEndpoint(
            Terrace terrace,
            TerraceManagementProperties properties,
            ObjectProvider<CacheWarming> warmings,
            ObjectProvider<CacheProfiles> profiles,
            ObjectProvider<Tuner> tuner) {
        return new TerraceCachesEndpoint(
                terrace,
                new Operators(properties.roles()),
                () -> Stream.concat(
                                warmings.orderedStream(), profiles.stream().flatMap(known -> known.warmings().stream()))
                        .toList(),
                tuner::getIfAvailable,
                properties.timeout());
    }

    /** Where there are flags. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Flags.class)
    static class OfFlags {

        @Bean
        @ConditionalOnBean(Flags.class)
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        TerraceFlagsEndpoint terraceFlagsEndpoint(
                Flags flags,
                TerraceManagementProperties properties,
                ObjectProvider<FlagFeed> feed,
                ObjectProvider<FlagStore> store) {
            return new TerraceFlagsEndpoint(
                    flags,
                    new Operators(properties.roles()),
                    feed.getIfAvailable(),
                    store.getIfAvailable(),
                    properties.timeout());
        }
    }
}
