package dev.terrace.spring.autoconfigure;

import dev.openfeature.sdk.OpenFeatureAPI;
import dev.terrace.flags.Flags;
import dev.terrace.flags.openfeature.ProviderBuilder;
import dev.terrace.flags.openfeature.TerraceProvider;
import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.telemetry.EvaluationListener;
import dev.terrace.spring.flags.OpenFeatureRegistration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** OpenFeature's API belongs to the whole process, so it is touched only where that is asked for. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(OpenFeatureAPI.class)
@ConditionalOnBooleanProperty(FlagOpenFeatureConfiguration.REGISTER)
class FlagOpenFeatureConfiguration {

    /** The property that asks for it. */
    static final String REGISTER = "terrace.flags.openfeature.register";

    @Bean(destroyMethod = "") // the API ends what it was given
    @ConditionalOnMissingBean
    TerraceProvider terraceFlagProvider(
            Flags flags, TerraceFlagsProperties properties, ObjectProvider<EvaluationListener> listeners) {
        ProviderBuilder builder = TerraceProvider.builder(flags);
        String flagSet = properties.openfeature().flagSet();
        if (flagSet != null) {
            builder.flagSet(flagSet);
        }
        EvaluationListener listener = TerraceFlagsAutoConfiguration.all(listeners);
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
