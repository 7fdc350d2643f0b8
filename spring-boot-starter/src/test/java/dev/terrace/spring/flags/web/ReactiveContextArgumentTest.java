package dev.terrace.spring.flags.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.flags.Definitions;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Format;
import dev.terrace.flags.Setting;
import dev.terrace.spring.autoconfigure.TerraceAutoConfiguration;
import dev.terrace.spring.autoconfigure.TerraceFlagsAutoConfiguration;
import dev.terrace.spring.flags.CurrentFlagContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.MethodParameter;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

class ReactiveContextArgumentTest {

    private static final Flags FLAGS = Flags.of(Definitions.parse(
                    "flags: {german: {type: boolean, default: off, rules: [{when: {attribute: country, equals: DE}, variant: on}]}}",
                    Format.YAML)
            .compile(Setting.none()));

    private final ReactiveContextArgument argument =
            new ReactiveContextArgument(new WhoAsks(true, "X-Unit", Map.of("country", "X-Country")));

    private static MethodParameter parameter(int index) {
        try {
            return new MethodParameter(
                    ReactiveContextArgumentTest.class.getDeclaredMethod(
                            "handler", EvaluationContext.class, String.class),
                    index);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unused") // by reflection
    private void handler(EvaluationContext context, String other) {}

    private EvaluationContext context(MockServerHttpRequest request, @Nullable String user) {
        MockServerWebExchange.Builder exchange = MockServerWebExchange.builder(request);
        if (user != null) {
            exchange.principal(() -> user);
        }
        return (EvaluationContext)
                Objects.requireNonNull(argument.resolveArgument(parameter(0), new BindingContext(), exchange.build())
                        .block());
    }

    @Test
    void argument_isOfTheUserOrTheHeader() {
        MockServerHttpRequest request = MockServerHttpRequest.get("/")
                .header("X-Unit", "ada")
                .header("X-Country", " DE ")
                .build();
        assertThat(context(request, null).unit()).isEqualTo("ada");
        assertThat(context(request, "bob").unit()).isEqualTo("bob");
        assertThat(FLAGS.evaluate("german", false, context(request, null)).value())
                .isEqualTo(true);
        EvaluationContext nobody = context(MockServerHttpRequest.get("/").build(), null);
        assertThat(nobody.unit()).isNull();
        assertThat(FLAGS.evaluate("german", false, nobody).value()).isEqualTo(false);
    }

    @Test
    void argument_ofAnotherType_isNotOurs() {
        assertThat(argument.supportsParameter(parameter(0))).isTrue();
        assertThat(argument.supportsParameter(parameter(1))).isFalse();
    }

    @Test
    void arguments_areConfiguredForTheStackThatIsThere() {
        AutoConfigurations flags =
                AutoConfigurations.of(TerraceAutoConfiguration.class, TerraceFlagsAutoConfiguration.class);
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(flags)
                .run(context -> assertThat(context)
                        .hasSingleBean(WebFluxConfigurer.class)
                        .doesNotHaveBean(CurrentFlagContext.class));
        new WebApplicationContextRunner()
                .withConfiguration(flags)
                .run(context -> assertThat(context)
                        .hasSingleBean(WebMvcConfigurer.class)
                        .hasSingleBean(ServletFlagContext.class)
                        .doesNotHaveBean(WebFluxConfigurer.class));
        new WebApplicationContextRunner()
                .withConfiguration(flags)
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.web.servlet", "org.springframework.web.reactive"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ServletFlagContext.class)
                        .doesNotHaveBean("terraceFlagArguments"));
        new WebApplicationContextRunner()
                .withConfiguration(flags)
                .withBean(CurrentFlagContext.class, () -> EvaluationContext::empty)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ServletFlagContext.class));
    }
}
