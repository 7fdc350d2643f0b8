package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.Terrace;
import dev.terrace.spring.cache.CacheAspects;
import dev.terrace.spring.cache.CacheKeyParts;
import dev.terrace.spring.cache.CacheTransactions;
import dev.terrace.spring.cache.DataInvalidation;
import dev.terrace.spring.cache.InvalidatesData;
import dev.terrace.spring.cache.TerraceCacheBuilderCustomizer;
import dev.terrace.spring.cache.TerraceCacheManager;
import java.util.List;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.boot.cache.autoconfigure.CacheProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

/**
 * Makes Spring's cache manager Terrace's, where caching is enabled, the application has no cache manager, and {@code spring.cache.type} does not
 * ask for another one.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TerraceAutoConfiguration.class, before = CacheAutoConfiguration.class)
@ConditionalOnClass({Terrace.class, CacheManager.class})
@ConditionalOnBean({Terrace.class, CacheAspectSupport.class})
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@ConditionalOnBooleanProperty(name = "terrace.cache.enabled", matchIfMissing = true)
@Conditional(OnCacheType.class)
@EnableConfigurationProperties({TerraceCacheProperties.class, CacheProperties.class})
@Import(CacheParts.class)
public final class TerraceCacheAutoConfiguration {

    /** Made by Spring. */
    TerraceCacheAutoConfiguration() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static CacheAspects terraceCacheAspects() {
        return new CacheAspects();
    }

    @Bean
    TerraceCacheManager cacheManager(
            Terrace terrace,
            TerraceCacheProperties properties,
            CacheProperties spring,
            CacheAspects aspects,
            ObjectProvider<FarStore> stores,
            ObjectProvider<CacheTransactions> transactions,
            ObjectProvider<TerraceCacheBuilderCustomizer> customizers,
            ObjectProvider<CacheKeyParts> keyParts,
            ObjectProvider<CacheManagerCustomizer<?>> managerCustomizers) {
        TerraceCacheManager manager = new TerraceCacheManager(
                terrace,
                new CachePlans(properties, stores.orderedStream().toList()),
                customizers.orderedStream().toList(),
                keyParts.orderedStream().toList(),
                transactions.getIfAvailable(() -> CacheTransactions.NONE),
                aspects);
        properties.caches().keySet().forEach(manager::getCache);
        List<String> names = spring.getCacheNames();
        if (!names.isEmpty()) {
            manager.setCacheNames(names);
        }
        return new CacheManagerCustomizers(managerCustomizers.orderedStream().toList()).customize(manager);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DefaultPointcutAdvisor terraceDataInvalidation(
            ObjectProvider<Terrace> terrace, ObjectProvider<CacheTransactions> transactions) {
        return new DefaultPointcutAdvisor(
                new AnnotationMatchingPointcut(null, InvalidatesData.class, true),
                new DataInvalidation(
                        terrace::getObject, () -> transactions.getIfAvailable(() -> CacheTransactions.NONE)));
    }
}
