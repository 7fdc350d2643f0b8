package dev.terrace.spring.autoconfigure;

import dev.terrace.flags.DeclaredFlags;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Snapshot;
import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.telemetry.EvaluationListener;
import dev.terrace.spring.flags.CurrentFlagContext;
import dev.terrace.spring.flags.FlagDeclarations;
import dev.terrace.spring.flags.FlagGuardPostProcessor;
import dev.terrace.spring.flags.FlagGuards;
import dev.terrace.spring.flags.FlagInterfaces;
import dev.terrace.spring.flags.FlagsAtStart;
import dev.terrace.spring.flags.RequestFlags;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * Flags as beans: {@link Flags} from documents and stores, {@link RequestFlags} beside them, and what the application's code names of flags, checked
 * at start. Flags and what evaluates them are made when somebody asks for them; what feeds them, at the start.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TerraceAutoConfiguration.class)
@ConditionalOnClass(Flags.class)
@ConditionalOnBooleanProperty(name = "terrace.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "terrace.flags.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TerraceFlagsProperties.class)
@Import({FlagParts.class, OnceAskedFor.class})
@Lazy
public final class TerraceFlagsAutoConfiguration {

    /** Made by Spring. */
    TerraceFlagsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    Flags terraceFlags(ObjectProvider<FlagFeed> feed) {
        FlagFeed fed = feed.getIfAvailable();
        return fed == null ? Flags.of(Snapshot.empty()) : fed.flags(); // unfed, every evaluation answers its default
    }

    @Bean
    @ConditionalOnMissingBean
    RequestFlags terraceRequestFlags(
            Flags flags, ObjectProvider<CurrentFlagContext> current, ObjectProvider<EvaluationListener> listeners) {
        return new RequestFlags(flags, current.getIfAvailable(() -> EvaluationContext::empty), all(listeners));
    }

    static @Nullable EvaluationListener all(ObjectProvider<EvaluationListener> listeners) {
        return listeners.orderedStream().reduce(EvaluationListener::andThen).orElse(null);
    }

    @Bean
    @ConditionalOnMissingBean
    FlagDeclarations terraceFlagDeclarations(
            Flags flags,
            RequestFlags evaluator,
            ObjectProvider<FlagInterfaces> interfaces,
            ObjectProvider<DeclaredFlags> others,
            FlagGuards guards,
            TerraceFlagsProperties properties) {
        return new FlagDeclarations(
                flags,
                evaluator,
                interfaces.orderedStream().toList(),
                others.orderedStream().toList(),
                guards,
                properties.undefined() == TerraceFlagsProperties.Undefined.FAIL);
    }

    @Bean
    @Lazy(false)
    static FlagsAtStart terraceFlagsAtStart(
            FlagGuards guards, ListableBeanFactory beans, ObjectProvider<FlagDeclarations> declarations) {
        return new FlagsAtStart(guards, beans, declarations);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean
    static FlagGuards terraceFlagGuards() {
        return new FlagGuards();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean
    static FlagGuardPostProcessor terraceFlagGuardPostProcessor(
            FlagGuards guards, ObjectProvider<RequestFlags> flags, Environment environment) {
        FlagGuardPostProcessor processor = new FlagGuardPostProcessor(guards, SingletonSupplier.of(flags::getObject));
        processor.setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
        return processor;
    }
}
