package dev.terrace.spring.autoconfigure;

import dev.terrace.spring.cache.CacheTransactions;
import dev.terrace.spring.cache.SpringCacheMeters;
import dev.terrace.spring.cache.SpringTransactions;
import dev.terrace.spring.cache.TerraceSpringCache;
import dev.terrace.spring.cache.TransactionManagers;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.context.annotation.Role;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** What belongs to Spring's caches where Micrometer and transactions are, named by the class path as {@link FlagParts} are. Stateless. */
final class CacheParts implements ImportSelector {

    private final ClassLoader loader;

    /** Made by Spring. */
    CacheParts(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public String[] selectImports(AnnotationMetadata importing) {
        List<String> parts = new ArrayList<>();
        if (ClassUtils.isPresent("io.micrometer.core.instrument.binder.MeterBinder", loader)) {
            parts.add(Meters.class.getName());
        }
        if (ClassUtils.isPresent("org.springframework.transaction.support.TransactionSynchronizationManager", loader)) {
            parts.add(Transactions.class.getName());
        }
        return parts.toArray(new String[0]);
    }

    /** Micrometer's meters, which Boot binds to the registry. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static final class Meters {

        @Bean
        @ConditionalOnMissingBean(name = "terraceCacheMeterBinderProvider")
        CacheMeterBinderProvider<TerraceSpringCache> terraceCacheMeterBinderProvider() {
            return SpringCacheMeters::new;
        }
    }

    /** Changes wait for commits. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(TransactionSynchronizationManager.class)
    @ConditionalOnBooleanProperty(name = "terrace.cache.transactions.enabled", matchIfMissing = true)
    static final class Transactions {

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        @ConditionalOnMissingBean(CacheTransactions.class)
        static SpringTransactions terraceTransactions() {
            return new SpringTransactions();
        }

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static TransactionManagers terraceTransactionManagers(SpringTransactions transactions) {
            return new TransactionManagers(transactions);
        }
    }
}
