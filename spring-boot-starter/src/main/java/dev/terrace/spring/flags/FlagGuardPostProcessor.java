package dev.terrace.spring.flags;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.aop.TargetClassAware;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;

/*
 * Every bean comes through here, and most applications guard few of them. So a class is looked at once, by one walk through its methods that finds
 * its guards as well; what stands before guarded methods is made with the first of them; and Spring's own classes, which are most of the beans of a
 * small application, are not looked at: they cannot name an annotation of ours. Its samples, which are applications, bear its name too.
 */
/**
 * Guards the methods that have a {@link WhenFlag}, before whatever else stands before them.
 *
 * <p>Thread-safe once it is configured.
 *
 * @since 0.1.0
 */
public final class FlagGuardPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private static final long serialVersionUID = 1L;
    private static final String SPRING = "org.springframework.";

    private final transient FlagGuards guards;
    private final transient Supplier<RequestFlags> flags;
    private final transient Map<Class<?>, Boolean> guarded = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param guards is told which methods are guarded
     * @param flags what evaluates, asked for when a method is called first
     */
    public FlagGuardPostProcessor(FlagGuards guards, Supplier<RequestFlags> flags) {
        this.guards = guards;
        this.flags = flags;
        setBeforeExistingAdvisors(true);
    }

    @Override
    public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
        return isEligible(beanClass) ? super.determineBeanType(beanClass, beanName) : beanClass;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        boolean eligible = isEligible(bean.getClass())
                || (bean instanceof TargetClassAware && isEligible(AopUtils.getTargetClass(bean)));
        return eligible ? super.postProcessAfterInitialization(bean, beanName) : bean;
    }

    @Override
    protected boolean isEligible(Class<?> targetClass) {
        boolean eligible =
                guarded.computeIfAbsent(targetClass, type -> !isOfSpring(type.getName()) && guards.read(type));
        if (eligible) {
            guard();
        }
        return eligible;
    }

    /** Whether a class of this name is Spring's own. */
    static boolean isOfSpring(String name) {
        return name.startsWith(SPRING) && !name.startsWith(SPRING + "samples.");
    }

    private synchronized void guard() {
        if (advisor == null) {
            advisor = new DefaultPointcutAdvisor(
                    new AnnotationMatchingPointcut(null, WhenFlag.class, true), new FlagGuard(guards, flags));
        }
    }
}
