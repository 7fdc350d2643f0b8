package dev.terrace.spring.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrace.flags.Definitions;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Format;
import dev.terrace.flags.Setting;
import dev.terrace.flags.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import reactor.core.publisher.Mono;

class WhenFlagTest {

    private static final String DOCUMENT = """
            flags:
              on: {type: boolean, default: on}
              off: {type: boolean, default: off}
              ada: {type: boolean, default: off, rules: [{when: {attribute: targetingKey, equals: ada}, variant: on}]}
              text: {type: string, variants: {a: x}, default: a}
            """;

    private final Flags flags =
            Flags.of(Definitions.parse(DOCUMENT, Format.YAML).compile(Setting.none()));
    private final FlagGuards guards = new FlagGuards();
    private EvaluationContext current = EvaluationContext.empty();

    private final FlagGuardPostProcessor processor =
            new FlagGuardPostProcessor(guards, () -> new RequestFlags(flags, () -> current, null));

    /** What is in a method's arguments. */
    public record Order(@Nullable String customer) {}

    public static class Shop {

        @WhenFlag("on")
        public String runs() {
            return "ran";
        }

        @WhenFlag("off")
        public String throwing() {
            return "ran";
        }

        @WhenFlag(value = "off", is = false)
        public String runsWhileOff() {
            return "ran";
        }

        @WhenFlag(value = "off", fallback = "old")
        public String renewed(String argument) {
            return "new " + argument;
        }

        String old(String argument) {
            return "old " + argument;
        }

        @WhenFlag(value = "off", otherwise = WhenFlag.Otherwise.SKIP)
        public void nothing() {
            throw new AssertionError("it ran");
        }

        @WhenFlag(value = "off", otherwise = WhenFlag.Otherwise.SKIP)
        public @Nullable String text() {
            return "ran";
        }

        @WhenFlag(value = "off", otherwise = WhenFlag.Otherwise.SKIP)
        public Optional<String> optional() {
            return Optional.of("ran");
        }

        @WhenFlag(value = "off", otherwise = WhenFlag.Otherwise.SKIP)
        public List<String> list() {
            return List.of("ran");
        }

        @WhenFlag(value = "off", otherwise = WhenFlag.Otherwise.SKIP)
        public Set<String> set() {
            return Set.of("ran");
        }

        @WhenFlag(value = "off", otherwise = WhenFlag.Otherwise.SKIP)
        public Map<String, String> map() {
            return Map.of("ran", "ran");
        }

        @WhenFlag(value = "off", otherwise = WhenFlag.Otherwise.SKIP)
        public CompletableFuture<String> future() {
            return CompletableFuture.completedFuture("ran");
        }

        @WhenFlag(value = "off", otherwise = WhenFlag.Otherwise.SKIP)
        public Mono<String> mono() {
            return Mono.just("ran");
        }

        @WhenFlag("ada")
        public String ofTheRequest() {
            return "ran";
        }

        @WhenFlag(value = "ada", unit = "#order.customer")
        public String ofTheOrder(Order order) {
            return "ran for " + order.customer();
        }

        @WhenFlag(value = "no_such_flag", defaultValue = true)
        public String unknown() {
            return "ran";
        }

        public String free() {
            return "ran";
        }
    }

    public static class Wrong {

        @WhenFlag(value = "on", otherwise = WhenFlag.Otherwise.SKIP)
        public int number() {
            return 1;
        }

        @WhenFlag(value = "on", fallback = "noSuchMethod")
        public String lost() {
            return "";
        }

        @WhenFlag(value = "on", fallback = "numberInstead")
        public String mistyped() {
            return "";
        }

        public Integer numberInstead() {
            return 1;
        }

        @WhenFlag(value = "on", unit = "#order.")
        public String unit() {
            return "";
        }

        @WhenFlag("text")
        public String notBoolean() {
            return "";
        }

        @WhenFlag("gone")
        public String notDefined() {
            return "";
        }
    }

    private <T> T guarded(T bean) {
        processor.setBeanFactory(new DefaultListableBeanFactory());
        processor.setProxyTargetClass(true);
        @SuppressWarnings("unchecked")
        T guarded = (T) Objects.requireNonNull(processor.postProcessAfterInitialization(bean, "bean"));
        return guarded;
    }

    @Test
    void method_runsWhileItsFlagIsAsItWants() {
        Shop shop = guarded(new Shop());
        assertThat(shop.runs()).isEqualTo("ran");
        assertThat(shop.runsWhileOff()).isEqualTo("ran");
        assertThat(shop.free()).isEqualTo("ran");
        assertThat(shop.unknown()).as("the default of the annotation").isEqualTo("ran");
    }

    @Test
    void method_off_throwsOrFallsBackOrIsSkipped() throws Exception {
        Shop shop = guarded(new Shop());
        FlagOffException off = catchThrowableOfType(FlagOffException.class, shop::throwing);
        assertThat(Objects.requireNonNull(off).flag()).isEqualTo("off");
        assertThat(off).hasMessage("Shop.throwing does not run while flag 'off' is as it is");
        assertThat(shop.renewed("price")).isEqualTo("old price");
        shop.nothing();
        assertThat(shop.text()).isNull();
        assertThat(shop.optional()).isEmpty();
        assertThat(shop.list()).isEmpty();
        assertThat(shop.set()).isEmpty();
        assertThat(shop.map()).isEmpty();
        assertThat(shop.future()).isCompletedWithValue(null);
        assertThat(shop.mono().blockOptional()).isEmpty();
    }

    @Test
    void unit_isTheCurrentOne_orTheOneThatTheExpressionNames() {
        Shop shop = guarded(new Shop());
        assertThatThrownBy(shop::ofTheRequest).isInstanceOf(FlagOffException.class);
        current = EvaluationContext.of("ada");
        assertThat(shop.ofTheRequest()).isEqualTo("ran");
        assertThat(shop.ofTheOrder(new Order("ada"))).isEqualTo("ran for ada");
        assertThatThrownBy(() -> shop.ofTheOrder(new Order("bob"))).isInstanceOf(FlagOffException.class);
        assertThatThrownBy(() -> shop.ofTheOrder(new Order(null)))
                .as("null is nobody, and not whoever asks")
                .isInstanceOf(FlagOffException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // an expression that fails
    void unit_thatCannotBeFoundOut_isNobody() {
        Shop shop = guarded(new Shop());
        current = EvaluationContext.of("ada");
        assertThatThrownBy(() -> shop.ofTheOrder(null)).isInstanceOf(FlagOffException.class);
    }

    @Test
    void guard_standsBeforeWhatStandsThereAlready() {
        ProxyFactory factory = new ProxyFactory(new Shop());
        factory.setProxyTargetClass(true);
        factory.addAdvice((MethodInterceptor) invocation -> "cached");
        Shop shop = guarded((Shop) factory.getProxy());
        assertThat(shop.runs()).isEqualTo("cached");
        assertThatThrownBy(shop::throwing).isInstanceOf(FlagOffException.class);
    }

    interface Greeter {
        String greeting();
    }

    static final class Greeting implements Greeter {
        @Override
        @WhenFlag("off")
        public String greeting() {
            return "hello";
        }
    }

    @Test
    void guard_ofAClassBehindAProxyOfItsInterface_stands() {
        Greeter greeter = guarded((Greeter) new ProxyFactory(new Greeting()).getProxy());
        assertThatThrownBy(greeter::greeting).isInstanceOf(FlagOffException.class);
    }

    @Test
    void classes_ofSpringItself_areNotLookedAt_butThoseOfItsSamplesAre() {
        assertThat(FlagGuardPostProcessor.isOfSpring("org.springframework.boot.info.BuildProperties"))
                .isTrue();
        assertThat(FlagGuardPostProcessor.isOfSpring("org.springframework.samples.petclinic.Owners"))
                .isFalse();
        assertThat(FlagGuardPostProcessor.isOfSpring("org.springframeworks.Shop"))
                .isFalse();
    }

    @Test
    void bean_withoutGuards_isLeftAlone() {
        Supplier<String> bean = () -> "free";
        assertThat(guarded(bean)).isSameAs(bean);
    }

    @Test
    void mistakes_ofAllMethods_areTold() {
        guarded(new Wrong());
        assertThat(guards.mistakes())
                .extracting(problem -> problem.path() + ": " + problem.message())
                .containsExactly(
                        "Wrong.lost: @WhenFlag names the fallback \"noSuchMethod\", and Wrong has no such method with the same parameters",
                        "Wrong.mistyped: its fallback returns Integer",
                        "Wrong.number: it returns int, and a call that is skipped has none to return",
                        "Wrong.unit: its unit \"#order.\" is no expression: "
                                + guards.mistakes().get(3).message().split("is no expression: ", 2)[1]);
        assertThat(guards.problems(flags.snapshot()))
                .hasSize(6)
                .extracting(problem -> problem.path() + ": " + problem.message())
                .contains(
                        "Wrong.notDefined: of flag \"gone\": code asks for this flag, and it is not defined",
                        "Wrong.notBoolean: of flag \"text\": code asks for a flag of type boolean, and it is defined as string");
        assertThat(guards.problems(Snapshot.empty())).hasSize(10);
    }
}
