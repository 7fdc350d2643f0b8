package dev.terrace.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Terrace;
import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.redis.Redis;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class TerraceAutoConfigurationTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TerraceAutoConfiguration.class));

    @Test
    void terrace_nothingConfigured_isOnTheHeapAlone() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(Terrace.class);
            assertThat(context).doesNotHaveBean(Redis.class);
            assertThat(context).doesNotHaveBean(Jdbc.class);
            assertThat(context.getBean(Terrace.class).host().namespace()).isEqualTo("application");
            assertThat(context.getBean(Terrace.class).logStats().epoch()).isZero();
        });
    }

    @Test
    void terrace_applicationName_isItsNamespace() {
        runner.withPropertyValues("spring.application.name=My shop (beta)")
                .run(context -> assertThat(context.getBean(Terrace.class).host().namespace())
                        .isEqualTo("My-shop--beta-"));
    }

    @Test
    void terrace_namespaceProperty_goesBeforeTheName() {
        runner.withPropertyValues("spring.application.name=shop", "terrace.namespace=other")
                .run(context -> assertThat(context.getBean(Terrace.class).host().namespace())
                        .isEqualTo("other"));
    }

    @Test
    void terrace_ofTheApplication_isLeftAlone() {
        runner.withUserConfiguration(OwnTerrace.class)
                .run(context -> assertThat(context.getBean(Terrace.class).host().namespace())
                        .isEqualTo("own"));
    }

    @Test
    void terrace_disabled_isNotMade() {
        runner.withPropertyValues("terrace.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(Terrace.class));
    }

    @Test
    void terrace_withoutBackends_isMade() {
        runner.withClassLoader(new FilteredClassLoader(Redis.class, Jdbc.class))
                .run(context -> assertThat(context).hasSingleBean(Terrace.class));
    }

    @Test
    void terrace_withoutBootsModules_isMade() {
        runner.withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.data.redis", "org.springframework.boot.jdbc", "io.micrometer"))
                .run(context -> assertThat(context).hasSingleBean(Terrace.class));
    }

    @Test
    void terrace_closedContext_isClosed() {
        Terrace[] seen = new Terrace[1];
        runner.run(context -> seen[0] = context.getBean(Terrace.class));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> seen[0].invalidateDependency("x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnTerrace {
        @Bean
        Terrace own() {
            return Terrace.builder("own").build();
        }
    }
}
