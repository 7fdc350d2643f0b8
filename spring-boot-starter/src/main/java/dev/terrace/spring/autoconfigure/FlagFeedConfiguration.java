package dev.terrace.spring.autoconfigure;

import dev.terrace.flags.Flags;
import dev.terrace.flags.Setting;
import dev.terrace.flags.source.FlagFeed;
import dev.terrace.flags.source.Source;
import dev.terrace.flags.source.SourceListener;
import dev.terrace.flags.store.FlagStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ResourceLoader;

/** Flags that are fed: by a store first, then the application's own sources, then documents. */
@Configuration(proxyBeanMethods = false)
@Conditional(OnFlagSources.class)
@ConditionalOnMissingBean(Flags.class)
class FlagFeedConfiguration {

    private static final String VARIABLE = "TERRACE_FLAG_";

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    FlagFeed terraceFlagFeed(
            TerraceFlagsProperties properties,
            ConfigurableEnvironment environment,
            ResourceLoader resources,
            ObjectProvider<FlagStore> stores,
            ObjectProvider<Source> sources,
            ObjectProvider<SourceListener> listeners,
            ObjectProvider<TerraceFlagsCustomizer> customizers) {
        FlagFeed.Builder builder =
                FlagFeed.builder(setting(properties, environment)).patience(properties.patience());
        ClassLoader loader =
                Objects.requireNonNullElseGet(resources.getClassLoader(), FlagFeedConfiguration.class::getClassLoader);
        FlagStore store = stores.getIfAvailable();
        if (store != null) {
            if (properties.store().seed()) {
                new FlagSeed(store, properties.locations(), loader, node(properties, environment))
                        .sow(properties.patience());
            }
            builder.from(store.source()).listener(store.recordArrivals(node(properties, environment)));
        }
        sources.orderedStream().forEach(builder::from);
        properties.locations().forEach(location -> builder.from(FlagLocation.source(location, loader)));
        if (properties.lastKnownGood() != null) {
            builder.keepIn(properties.lastKnownGood());
        }
        if (properties.startWithDefaults()) {
            builder.startWithDefaults();
        }
        listeners.orderedStream().forEach(builder::listener);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        try {
            return builder.start();
        } catch (IllegalStateException wrong) {
            throw new TerraceConfigurationException(
                    String.valueOf(wrong.getMessage()) + ".",
                    "Look at terrace.flags.locations, terrace.flags.last-known-good and beans of type Source.",
                    wrong);
        }
    }

    private static Setting setting(TerraceFlagsProperties properties, ConfigurableEnvironment environment) {
        String name = FlagEnvironment.of(properties, environment.getActiveProfiles());
        Map<String, String> variables = new HashMap<>();
        environment.getSystemEnvironment().forEach((variable, value) -> {
            if (variable.startsWith(VARIABLE) && value != null) {
                variables.put(variable, value.toString());
            }
        });
        return (name == null ? Setting.none() : Setting.of(name)).variables(variables);
    }

    /** What records of arrivals call this instance: the same after a restart. */
    private static String node(TerraceFlagsProperties properties, ConfigurableEnvironment environment) {
        String named = properties.store().node();
        if (named != null) {
            return named;
        }
        String host = host(environment);
        return host.length() > 200 ? host.substring(0, 200) : host;
    }

    private static String host(ConfigurableEnvironment environment) {
        Object known = environment.getSystemEnvironment().get("HOSTNAME");
        if (known != null && !known.toString().isBlank()) {
            return known.toString();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unnamed";
        }
    }
}
