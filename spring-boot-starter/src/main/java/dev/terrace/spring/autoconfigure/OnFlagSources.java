package dev.terrace.spring.autoconfigure;

import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.source.Source;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether definitions of flags come from anywhere: locations, a store, or beans of the application's. */
final class OnFlagSources extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Flag sources");
        Binder binder = Binder.get(context.getEnvironment());
        boolean located = !binder.bind("terrace.flags.locations", Bindable.listOf(String.class))
                .orElse(List.of())
                .isEmpty();
        boolean stored = !binder.bind("terrace.flags.store.type", String.class)
                .orElse("none")
                .equalsIgnoreCase("none");
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        boolean given = beans != null
                && (beans.getBeanNamesForType(Source.class, true, false).length > 0
                        || beans.getBeanNamesForType(FlagFeed.class, true, false).length > 0);
        return located || stored || given
                ? ConditionOutcome.match(message.because("there are some"))
                : ConditionOutcome.noMatch(message.because("there are none"));
    }
}
