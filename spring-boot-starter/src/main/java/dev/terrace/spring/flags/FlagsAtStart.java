package dev.terrace.spring.flags;

import dev.terrace.flags.DeclaredFlags;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Has the flags that code names checked at the start. Where code names none, nothing of flags is made for that.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class FlagsAtStart implements SmartInitializingSingleton {

    private final FlagGuards guards;
    private final ListableBeanFactory beans;
    private final ObjectProvider<FlagDeclarations> declarations;

    /**
     * Makes one.
     *
     * @param guards the guarded methods
     * @param beans where interfaces and {@link DeclaredFlags} are found
     * @param declarations what checks, asked for only if there is something to check
     */
    public FlagsAtStart(FlagGuards guards, ListableBeanFactory beans, ObjectProvider<FlagDeclarations> declarations) {
        this.guards = guards;
        this.beans = beans;
        this.declarations = declarations;
    }

    /** Checks them, when all beans are there and so the guards are known. */
    @Override
    public void afterSingletonsInstantiated() {
        if (!guards.isEmpty() || has(FlagInterfaces.class) || has(DeclaredFlags.class)) {
            declarations.getObject().check();
        }
    }

    private boolean has(Class<?> type) {
        return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false).length > 0;
    }
}
