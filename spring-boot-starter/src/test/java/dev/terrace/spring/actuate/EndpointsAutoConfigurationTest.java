package dev.terrace.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Terrace;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Snapshot;
import dev.terrace.spring.autoconfigure.TerraceAutoConfiguration;
import dev.terrace.spring.autoconfigure.TerraceEndpointsAutoConfiguration;
import dev.terrace.spring.autoconfigure.TerraceFlagsAutoConfiguration;
import dev.terrace.spring.autoconfigure.TerraceHealthAutoConfiguration;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class EndpointsAutoConfigurationTest {

    private static final String EXPOSED = "management.endpoints.web.exposure.include=*";

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withInitializer(context -> context.getEnvironment()
                    .setConversionService(new ApplicationConversionService())) // as SpringApplication does
            .withConfiguration(AutoConfigurations.of(
                    EndpointAutoConfiguration.class,
                    WebEndpointAutoConfiguration.class,
                    TerraceAutoConfiguration.class,
                    TerraceFlagsAutoConfiguration.class,
                    TerraceEndpointsAutoConfiguration.class,
                    TerraceHealthAutoConfiguration.class));

    private static Set<String> methods(AssertableWebApplicationContext context, String endpoint) {
        return context.getBean(WebEndpointsSupplier.class).getEndpoints().stream()
                .filter(one -> one.getEndpointId().toString().equals(endpoint))
                .flatMap(one -> one.getOperations().stream())
                .map(operation ->
                        operation.getRequestPredicate().getHttpMethod().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void endpoints_thatNobodyExposes_areNotMade() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(TerraceCachesEndpoint.class)
                .doesNotHaveBean(TerraceFlagsEndpoint.class));
    }

    @ParameterizedTest
    @CsvSource({
        "terracecaches, '', GET",
        "terraceflags, '', GET",
        "terracecaches, unrestricted, 'DELETE,GET,POST'",
        "terraceflags, unrestricted, 'DELETE,GET,POST'",
        "terracecaches, none, ''",
        "terraceflags, none, ''",
    })
    void access_isReadOnly_unlessItIsSaidOtherwise(String endpoint, String access, String methods) {
        WebApplicationContextRunner exposed = runner.withPropertyValues(EXPOSED);
        (access.isEmpty()
                        ? exposed
                        : exposed.withPropertyValues("management.endpoint." + endpoint + ".access=" + access))
                .run(context ->
                        assertThat(String.join(",", methods(context, endpoint))).isEqualTo(methods));
    }

    @Test
    void access_isCappedByBoot() {
        runner.withPropertyValues(
                        EXPOSED,
                        "management.endpoint.terraceflags.access=unrestricted",
                        "management.endpoints.access.max-permitted=read-only")
                .run(context -> assertThat(methods(context, "terraceflags")).containsExactly("GET"));
    }

    @Test
    void endpoints_withoutWhatTheyTellOf_areLeftOut() {
        runner.withPropertyValues(EXPOSED, "terrace.flags.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(TerraceCachesEndpoint.class)
                        .doesNotHaveBean(TerraceFlagsEndpoint.class));
        runner.withPropertyValues(EXPOSED)
                .withClassLoader(new FilteredClassLoader("dev.terrace.flags"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(TerraceCachesEndpoint.class));
        runner.withPropertyValues(EXPOSED, "terrace.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TerraceCachesEndpoint.class));
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        TerraceAutoConfiguration.class,
                        TerraceEndpointsAutoConfiguration.class,
                        TerraceHealthAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate", "org.springframework.boot.health", "io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Terrace.class));
    }

    @Test
    void endpoints_ofTheApplication_areLeftAlone() {
        TerraceFlagsEndpoint own = new TerraceFlagsEndpoint(
                Flags.of(Snapshot.empty()), new Operators(List.of()), null, null, Duration.ofSeconds(1));
        runner.withPropertyValues(EXPOSED)
                .withBean(TerraceFlagsEndpoint.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(TerraceFlagsEndpoint.class)).isSameAs(own));
    }

    @Test
    void management_propertyOutOfRange_isNamed() {
        runner.withPropertyValues("terrace.management.timeout=0s")
                .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining("timeout must be"));
    }

    @Test
    void health_backsOff() {
        runner.run(context ->
                assertThat(context).hasSingleBean(TerraceHealthIndicator.class).hasSingleBean(TerraceHealth.class));
        runner.withPropertyValues("management.health.terrace.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(TerraceHealthIndicator.class));
        runner.withBean("terraceHealthIndicator", String.class, () -> "own")
                .run(context -> assertThat(context).doesNotHaveBean(TerraceHealthIndicator.class));
        runner.withClassLoader(new FilteredClassLoader("dev.terrace.flags"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(TerraceHealthIndicator.class));
    }

    @Test
    void flags_withoutAStore_cannotBeChangedHere() {
        TerraceFlagsEndpoint endpoint = new TerraceFlagsEndpoint(
                Flags.of(Snapshot.empty()), new Operators(List.of()), null, null, Duration.ofSeconds(1));
        var change = endpoint.change(
                "flag", SecurityContext.NONE, "1/1", "ada", "why", null, "{}", null, null, null, null, null);
        assertThat(change.getStatus()).isEqualTo(409);
        assertThat(change.getBody()).containsEntry("error", "these flags do not come from a store");
        assertThat(endpoint.ask("flag", "audit", null, null, null, null).getStatus())
                .isEqualTo(409);
        assertThat(endpoint.remove("flag", SecurityContext.NONE, "1/1", "ada", "why", null)
                        .getStatus())
                .isEqualTo(409);
        Map<String, Object> all = endpoint.flags().getBody();
        assertThat(all).containsEntry("documentVersion", 0L).doesNotContainKeys("source", "store");
    }

    @Test
    void actor_whereNobodyIsAuthenticated_isNamedByTheRequest() {
        Operators anybody = new Operators(List.of());
        anybody.require(SecurityContext.NONE);
        assertThat(anybody.actor(SecurityContext.NONE, "ada")).isEqualTo("ada");
        assertThatThrownBy(() -> anybody.actor(SecurityContext.NONE, " ")).hasMessageContaining("no actor is named");
        assertThatThrownBy(() -> anybody.actor(SecurityContext.NONE, null)).hasMessageContaining("no actor is named");
    }

    @Test
    void percent_setsTheOneRollout() {
        assertThat(RolloutPercent.set(
                        "{\"rules\":[{\"variant\":\"on\"},{\"rollout\":{\"percent\":1,\"variant\":\"on\"}}]}",
                        new BigDecimal("12.5")))
                .isEqualTo("{\"rules\":[{\"variant\":\"on\"},{\"rollout\":{\"percent\":12.5,\"variant\":\"on\"}}]}");
        assertThatThrownBy(() -> RolloutPercent.set(
                        "{\"rules\":[{\"rollout\":{\"percent\":1}},{\"rollout\":{\"percent\":2}}]}", BigDecimal.ONE))
                .hasMessage("2 rules of the flag have rollouts");
        assertThatThrownBy(() -> RolloutPercent.set("{\"type\":\"boolean\"}", BigDecimal.ONE))
                .hasMessage("no rule of the flag has a rollout");
    }
}
