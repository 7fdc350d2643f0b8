package dev.terrace.spring.cache;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Lets transaction managers of threads tell of their transactions, whoever has made them. To be registered as a bean, by a static method.
 *
 * @since 0.1.0
 */
public final class TransactionManagers implements BeanPostProcessor {

    private final SpringTransactions transactions;

    /**
     * To be registered.
     *
     * @param transactions what is told
     */
    public TransactionManagers(SpringTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof PlatformTransactionManager
                && bean instanceof ConfigurableTransactionManager manager
                && !manager.getTransactionExecutionListeners().contains(transactions)) {
            manager.addListener(transactions);
        }
        return bean;
    }
}
