package dev.terrace.spring.flags;

import dev.terrace.flags.Problem;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;

/** Makes the bean of one interface, once there is something to bind it to. */
final class BoundInterface<T> implements FactoryBean<T>, BeanFactoryAware {

    private final Class<T> type;

    @SuppressWarnings("NullAway.Init") // the container sets it before it asks for the object
    private BeanFactory beans;

    BoundInterface(Class<T> type) {
        this.type = type;
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        beans = beanFactory;
    }

    @Override
    public T getObject() {
        FlagDeclarations declarations =
                beans.getBeanProvider(FlagDeclarations.class).getIfAvailable();
        if (declarations == null) {
            throw new FlagDeclarationException(List.of(new Problem(
                    0,
                    type.getSimpleName(),
                    "@EnableTerraceFlags names it, and nothing evaluates flags",
                    "set terrace.enabled=true and terrace.flags.enabled=true, or take the annotation away")));
        }
        return declarations.bind(type);
    }

    @Override
    public Class<T> getObjectType() {
        return type;
    }
}
