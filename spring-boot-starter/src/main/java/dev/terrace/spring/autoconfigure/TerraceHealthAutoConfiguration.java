package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.Terrace;
import dev.terrace.flags.store.FlagStore;
import dev.terrace.spring.actuate.FlagStoreHealth;
import dev.terrace.spring.actuate.TerraceHealth;
import dev.terrace.spring.actuate.TerraceHealthIndicator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The health contributor {@code terrace}, and the score that it tells.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        after = {TerraceAutoConfiguration.class, TerraceFlagsAutoConfiguration.class},
        beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({Terrace.class, Health.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Terrace.class)
public final class TerraceHealthAutoConfiguration {

    /** Made by Spring. */
    TerraceHealthAutoConfiguration() {}

    /** In a class of its own: its condition is one of Boot's module for health, which may not be there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnEnabledHealthIndicator("terrace")
    static class OfTerrace {

        @Bean(destroyMethod = "close")
        @ConditionalOnMissingBean
        TerraceHealth terraceHealth(Terrace terrace, TerraceProperties properties, ObjectProvider<FarStore> stores) {
            return new TerraceHealth(terrace, stores.stream().findAny().isPresent(), properties.disconnectedAfter());
        }

        @Bean
        @ConditionalOnMissingBean(name = "terraceHealthIndicator")
        TerraceHealthIndicator terraceHealthIndicator(
                TerraceHealth health, ObjectProvider<FarStore> stores, ObjectProvider<StoredFlagsHealth> flags) {
            StoredFlagsHealth ofFlags = flags.getIfAvailable();
            List<FarStore> all = stores.orderedStream().toList();
            return new TerraceHealthIndicator(health, () -> troubles(all), ofFlags == null ? null : ofFlags.view());
        }

        private static Map<String, String> troubles(List<FarStore> stores) {
            Map<String, String> troubles = new LinkedHashMap<>();
            for (FarStore store : stores) {
                String trouble = store.trouble().get();
                if (trouble != null) {
                    troubles.put(store.tier().name(), trouble);
                }
            }
            return troubles;
        }
    }

    /** What is told of flags, of a type that is there whether or not they are. */
    record StoredFlagsHealth(Supplier<Map<String, Object>> view) {}

    /** Where flags are stored. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(FlagStore.class)
    static class OfFlags {

        @Bean
        @ConditionalOnBean(FlagStore.class)
        StoredFlagsHealth terraceStoredFlagsHealth(FlagStore store) {
            return new StoredFlagsHealth(new FlagStoreHealth(store));
        }
    }
}
