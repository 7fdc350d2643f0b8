package dev.terrace.spring.cache;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/*
 * Three beans of Spring's are changed as they are made, before any other bean is: the interceptor becomes one that knows loads from
 * puts; the source of operations tells what cached methods return; and cached methods lie outside their own transactions, which by default is
 * left to the order of bean definitions: so a hit begins no transaction, and the stamp of a load is from before it. An order that the
 * application has given stays. Classes of the application's own are left alone.
 */
/**
 * Lets Spring's caching know Terrace. To be registered as a bean, by a static method, before the aspects are made.
 *
 * @since 0.1.0
 */
public final class CacheAspects implements BeanPostProcessor, PriorityOrdered, BeanFactoryAware {

    private final ValueTypes types = new ValueTypes();
    private @Nullable BeanFactory beans;

    /** To be registered. */
    public CacheAspects() {}

    ValueTypes types() {
        return types;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        beans = beanFactory;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean.getClass() == CacheInterceptor.class) {
            return replaced((CacheInterceptor) bean);
        }
        if (bean.getClass() == AnnotationCacheOperationSource.class) {
            return new FoundOperations((AnnotationCacheOperationSource) bean, types);
        }
        if (bean instanceof BeanFactoryCacheOperationSourceAdvisor advisor
                && advisor.getOrder() == Ordered.LOWEST_PRECEDENCE) {
            advisor.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
        }
        return bean;
    }

    private TerraceCacheInterceptor replaced(CacheInterceptor spring) {
        TerraceCacheInterceptor own = new TerraceCacheInterceptor();
        own.configure(spring::getErrorHandler, spring::getKeyGenerator, spring::getCacheResolver, null);
        own.setCacheOperationSource(spring.getCacheOperationSource());
        own.setBeanFactory(Objects.requireNonNull(beans, "Spring gives it before it processes beans"));
        return own;
    }
}
