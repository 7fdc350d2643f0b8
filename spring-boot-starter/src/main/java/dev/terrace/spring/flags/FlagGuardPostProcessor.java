package dev.terrace.spring.flags;

import java.util.function.Supplier;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;

/**
 * Guards the methods that have a {@link WhenFlag}, before whatever else stands before them.
 *
 * <p>Thread-safe once it is configured.
 *
 * @since 0.1.0
 */
public final class FlagGuardPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private static final long serialVersionUID = 1L;

    private final transient FlagGuards guards;

    /**
     * Makes one.
     *
     * @param guards is told which methods are guarded
     * @param flags what evaluates, asked for when a method is called first
     */
    public FlagGuardPostProcessor(FlagGuards guards, Supplier<RequestFlags> flags) {
        this.guards = guards;
        setBeforeExistingAdvisors(true);
        advisor = new DefaultPointcutAdvisor(
                new AnnotationMatchingPointcut(null, WhenFlag.class, true), new FlagGuard(guards, flags));
    }

    @Override
    protected boolean isEligible(Class<?> targetClass) {
        boolean eligible = super.isEligible(targetClass);
        if (eligible) {
            guards.read(targetClass);
        }
        return eligible;
    }
}
