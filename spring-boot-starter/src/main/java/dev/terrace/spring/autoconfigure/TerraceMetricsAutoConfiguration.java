package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.Terrace;
import dev.terrace.flags.Flags;
import dev.terrace.flags.micrometer.EvaluationMetrics;
import dev.terrace.flags.micrometer.FlagsMetrics;
import dev.terrace.spring.actuate.TerraceHealth;
import dev.terrace.spring.cache.TerraceCacheManager;
import dev.terrace.spring.flags.ExposureRecorder;
import dev.terrace.spring.metrics.CacheMeters;
import dev.terrace.spring.metrics.ExposureMeters;
import dev.terrace.spring.metrics.HealthMeters;
import dev.terrace.spring.metrics.LateCaches;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Meters of caches, whenever they are built, of the invalidation log, of flags and of the health score.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        after = {
            TerraceAutoConfiguration.class,
            TerraceFlagsAutoConfiguration.class,
            TerraceHealthAutoConfiguration.class
        },
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(Terrace.class)
public final class TerraceMetricsAutoConfiguration {

    /** Made by Spring. */
    TerraceMetricsAutoConfiguration() {}

    /** Of caches. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class OfCaches {

        private static final String SUFFIX = "CacheManager";

        @Bean(destroyMethod = "close")
        @ConditionalOnMissingBean
        CacheMeters terraceCacheMeters(
                Terrace terrace, ListableBeanFactory beans, ObjectProvider<TerraceCacheManager> managers) {
            return new CacheMeters(
                    terrace,
                    name -> {
                        TerraceCacheManager manager = managers.getIfUnique();
                        return manager != null && manager.getCacheNames().contains(name);
                    },
                    () -> manager(beans));
        }

        /** As Boot tags the caches of a manager: by the name of its bean, without what every manager is called. */
        private static String manager(ListableBeanFactory beans) {
            String[] names = beans.getBeanNamesForType(CacheManager.class, true, false);
            String name = names.length == 1 ? names[0] : "cacheManager";
            return name.length() > SUFFIX.length() && name.endsWith(SUFFIX)
                    ? name.substring(0, name.length() - SUFFIX.length())
                    : name;
        }

        @Bean
        @ConditionalOnBean(TerraceHealth.class)
        @ConditionalOnMissingBean
        HealthMeters terraceHealthMeters(TerraceHealth health) {
            return new HealthMeters(health, List.of("heap", "redis", "jdbc"));
        }

        /** What Boot's registrar does not do. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(CacheMetricsRegistrar.class)
        @ConditionalOnBean({CacheMetricsRegistrar.class, TerraceCacheManager.class})
        static class AfterBoot {

            @Bean
            @ConditionalOnMissingBean
            LateCaches terraceLateCaches(
                    TerraceCacheManager caches,
                    CacheMetricsRegistrar registrar,
                    MeterRegistry registry,
                    ListableBeanFactory beans) {
                return new LateCaches(caches, registrar, registry, manager(beans));
            }
        }
    }

    /** Of flags. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MeterRegistry.class, Flags.class})
    @ConditionalOnBean({MeterRegistry.class, Flags.class})
    static class OfFlags {

        @Bean
        @ConditionalOnMissingBean
        FlagsMetrics terraceFlagsMetrics(Flags flags) {
            return new FlagsMetrics(flags, Tags.empty());
        }

        @Bean
        @ConditionalOnMissingBean
        EvaluationMetrics terraceEvaluationMetrics(MeterRegistry registry) {
            return EvaluationMetrics.of(registry, Tags.empty());
        }

        @Bean
        @ConditionalOnBean(ExposureRecorder.class)
        @ConditionalOnMissingBean
        ExposureMeters terraceExposureMeters(ExposureRecorder recorder) {
            return new ExposureMeters(recorder);
        }
    }
}
