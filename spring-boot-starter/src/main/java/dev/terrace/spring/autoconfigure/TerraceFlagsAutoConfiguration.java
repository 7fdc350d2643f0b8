package dev.terrace.spring.autoconfigure;

import dev.openfeature.sdk.OpenFeatureAPI;
import dev.terrace.flags.DeclaredFlags;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flags;
import dev.terrace.flags.openfeature.ProviderBuilder;
import dev.terrace.flags.openfeature.TerraceProvider;
import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.telemetry.EvaluationListener;
import dev.terrace.spring.flags.CurrentFlagContext;
import dev.terrace.spring.flags.FlagDeclarations;
import dev.terrace.spring.flags.FlagGuardPostProcessor;
import dev.terrace.spring.flags.FlagGuards;
import dev.terrace.spring.flags.FlagInterfaces;
import dev.terrace.spring.flags.OpenFeatureRegistration;
import dev.terrace.spring.flags.RequestFlags;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * Flags as beans: {@link Flags} from documents and stores, {@link RequestFlags} beside them, and what the application's code names of flags, checked
 * at start.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TerraceAutoConfiguration.class)
@ConditionalOnClass(Flags.class)
@ConditionalOnBooleanProperty(name = "terrace.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "terrace.flags.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TerraceFlagsProperties.class)
@Import({
    FlagStoreConfiguration.class,
    FlagFeedConfiguration.class,
    UnfedFlagsConfiguration.class,
    FlagWebConfiguration.Servlet.class,
    FlagWebConfiguration.Reactive.class
})
public final class TerraceFlagsAutoConfiguration {

    /** Made by Spring. */
    TerraceFlagsAutoConfiguration() {}

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

    /** OpenFeature's API belongs to the whole process, so it is touched only where that is asked for. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(OpenFeatureAPI.class)
    @ConditionalOnBooleanProperty("terrace.flags.openfeature.register")
    static class OpenFeature {

        @Bean(destroyMethod = "") // the API ends what it was given
        @ConditionalOnMissingBean
        TerraceProvider terraceFlagProvider(
                Flags flags, TerraceFlagsProperties properties, ObjectProvider<EvaluationListener> listeners) {
            ProviderBuilder builder = TerraceProvider.builder(flags);
            String flagSet = properties.openfeature().flagSet();
            if (flagSet != null) {
                builder.flagSet(flagSet);
            }
            EvaluationListener listener = all(listeners);
            if (listener != null) {
                builder.listener(listener);
            }
            return builder.build();
        }

        @Bean
        @ConditionalOnMissingBean
        OpenFeatureRegistration terraceOpenFeatureRegistration(
                TerraceProvider provider, TerraceFlagsProperties properties, ObjectProvider<FlagFeed> feed) {
            FlagFeed fed = feed.getIfAvailable();
            OpenFeatureRegistration registration = new OpenFeatureRegistration(
                    OpenFeatureAPI.getInstance(),
                    provider,
                    properties.openfeature().domain(),
                    () -> fed == null ? null : fed.inForce());
            if (fed != null) {
                fed.addListener(registration::told);
            }
            return registration;
        }
    }
}
