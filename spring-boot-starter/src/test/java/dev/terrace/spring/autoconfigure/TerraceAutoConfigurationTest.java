package dev.terrace.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Terrace;
import dev.terrace.cache.jdbc.Jdbc;
import dev.terrace.cache.redis.Redis;
import java.util.List;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class TerraceAutoConfigurationTest {

    private static final String PROPERTIES = "terrace-" + TerraceProperties.class.getName();

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
    void terrace_ofWhichNothingIsSaid_isOpenedWhenItIsAskedFor() {
        runner.run(context -> {
            assertThat(context.getBeanFactory().containsSingleton("terrace")).isFalse();
            assertThat(context.getBeanFactory().containsSingleton(PROPERTIES)).isFalse();
            Terrace opened = context.getBean(Terrace.class);
            assertThat(context.getBean(Terrace.class)).isSameAs(opened);
        });
    }

    @Test
    void terrace_ofWhichAnythingIsSaid_isOpenedAtTheStart() {
        List<ApplicationContextRunner> said = List.of(
                runner.withPropertyValues("terrace.namespace=shop"),
                runner.withPropertyValues("terrace.no-such=property"),
                runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addLast(new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("TERRACE_AWAITLOG", "1s")))),
                runner.withInitializer(
                        context -> context.getEnvironment().getPropertySources().addLast(new Unlisted("unlisted"))),
                runner.withBean(TerraceBuilderCustomizer.class, () -> builder -> {}));
        assertThat(said)
                .allSatisfy(each -> each.run(context -> {
                    assertThat(context.getBeanFactory().containsSingleton("terrace"))
                            .isTrue();
                    assertThat(context.getBeanFactory().containsSingleton(PROPERTIES))
                            .isTrue();
                }));
    }

    @Test
    void terrace_withAStore_isOpenedAtTheStart() {
        Jdbc jdbc = Jdbc.builder(new JdbcDataSource()).build();
        FarStore hopeless = new FarStore(
                TerraceProperties.Partner.REDIS,
                jdbc.tier(),
                () -> {
                    throw new IllegalStateException("no such log");
                },
                jdbc::lease,
                () -> null);
        runner.withBean(FarStore.class, () -> hopeless)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessage("no such log"));
        jdbc.close();
    }

    @Test
    void customizer_thatFails_endsTheStart() {
        runner.withBean(TerraceBuilderCustomizer.class, () -> builder -> {
                    throw new IllegalArgumentException("of the application");
                })
                .run(context -> assertThat(context).getFailure().rootCause().hasMessage("of the application"));
    }

    @Test
    void terrace_ofTheApplication_isMadeWhenItSays() {
        runner.withUserConfiguration(OwnTerrace.class)
                .run(context -> assertThat(context.getBeanFactory().containsSingleton("own"))
                        .isTrue());
    }

    /** A source that may have any property, and cannot tell. */
    private static final class Unlisted extends PropertySource<Object> {

        Unlisted(String name) {
            super(name);
        }

        @Override
        public @Nullable Object getProperty(String name) {
            return null;
        }
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
