package dev.terrace.spring.autoconfigure;

import dev.terrace.cache.Terrace;
import dev.terrace.spring.flags.CurrentFlagContext;
import dev.terrace.spring.flags.ExposureRecorder;
import dev.terrace.spring.flags.FlagExposureListener;
import dev.terrace.spring.flags.web.FlagContextContributor;
import dev.terrace.spring.flags.web.ReactiveContextArgument;
import dev.terrace.spring.flags.web.ServletContextArgument;
import dev.terrace.spring.flags.web.ServletFlagContext;
import dev.terrace.spring.flags.web.WhoAsks;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** For whom flags are evaluated in web requests. */
final class FlagWebConfiguration {

    private FlagWebConfiguration() {}

    private static WhoAsks whoAsks(TerraceFlagsProperties properties) {
        TerraceFlagsProperties.Web web = properties.web();
        return new WhoAsks(web.unitFromPrincipal(), web.unitHeader(), web.attributes());
    }

    /** The servlet stack. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass({RequestContextHolder.class, HttpServletRequest.class})
    static class Servlet {

        @Bean
        @ConditionalOnMissingBean(CurrentFlagContext.class)
        ServletFlagContext terraceFlagContext(
                TerraceFlagsProperties properties, ObjectProvider<FlagContextContributor> contributors) {
            return new ServletFlagContext(
                    whoAsks(properties), contributors.orderedStream().toList());
        }

        @Bean(destroyMethod = "close")
        @ConditionalOnBean(FlagExposureListener.class)
        @ConditionalOnMissingBean
        ExposureRecorder terraceExposureRecorder(
                Terrace terrace, TerraceFlagsProperties properties, ObjectProvider<FlagExposureListener> listeners) {
            return new ExposureRecorder(
                    terrace.host(),
                    listeners.orderedStream().toList(),
                    properties.web().exposuresWaiting());
        }

        /** Arguments of controllers. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(WebMvcConfigurer.class)
        static class Mvc {

            @Bean
            WebMvcConfigurer terraceFlagArguments(ObjectProvider<ServletFlagContext> contexts) {
                return new WebMvcConfigurer() {
                    @Override
                    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                        // There is none where the application says in its own way who asks.
                        contexts.ifAvailable(context -> resolvers.add(new ServletContextArgument(context)));
                    }
                };
            }
        }
    }

    /** The reactive stack. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass(WebFluxConfigurer.class)
    static class Reactive {

        @Bean
        WebFluxConfigurer terraceFlagArguments(TerraceFlagsProperties properties) {
            return new WebFluxConfigurer() {
                @Override
                public void configureArgumentResolvers(ArgumentResolverConfigurer resolvers) {
                    resolvers.addCustomResolver(new ReactiveContextArgument(whoAsks(properties)));
                }
            };
        }
    }
}
