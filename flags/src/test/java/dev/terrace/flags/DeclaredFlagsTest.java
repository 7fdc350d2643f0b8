package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeclaredFlagsTest {

    private static final String DOCUMENT = """
            flags:
              emergency_shutdown: {type: boolean, default: off}
              checkout: {type: boolean, default: off, salt: c, rules: [{rollout: {percent: 50, variant: on}}]}
              german: {type: boolean, default: off, rules: [{when: {attribute: country, equals: DE}, variant: on}]}
              title: {type: string, variants: {a: hello}, default: a, expires: 2026-01-01}
              size: {type: integer, variants: {a: 9007199254740993}, default: a, expires: 2026-01-02}
              share: {type: number, variants: {a: 0.5}, default: a}
              theme: {type: object, variants: {a: {colour: blue}}, default: a}
            """;

    private final Flags flags = Documents.flags(DOCUMENT);

    interface Shop {
        @FlagKey("checkout")
        @FlagDefault("true")
        boolean checkout(@Nullable String unit);

        @FlagKey("german")
        @FlagDefault("false")
        boolean german(@Nullable EvaluationContext context);

        @FlagKey("title")
        @FlagDefault("none")
        String title();

        @FlagKey("size")
        @FlagDefault("20")
        long size(String unit);

        @FlagKey("share")
        @FlagDefault("0.25")
        double share();

        @FlagKey("theme")
        @FlagDefault("{\"colour\": \"red\", \"depth\": 3}")
        Map<String, Object> theme();

        @FlagKey("checkout")
        @FlagDefault("true")
        Evaluation<Boolean> checkoutAndWhy(String unit);

        @FlagKey("size")
        @FlagDefault("20")
        Evaluation<Long> sizeAndWhy(EvaluationContext context);

        default boolean large() {
            return size("") > 100;
        }
    }

    interface Broken {
        @FlagKey("no_such_flag")
        @FlagDefault("true")
        boolean unknown();

        @FlagKey("title")
        @FlagDefault("true")
        boolean mistyped();

        @FlagDefault("true")
        boolean withoutKey();

        @FlagKey("checkout")
        boolean withoutDefault();

        @FlagKey("size")
        @FlagDefault("1")
        int small();

        @FlagKey("size")
        @FlagDefault("many")
        long wrongDefault();

        @FlagKey("share")
        @FlagDefault("Infinity")
        double endless();

        @FlagKey("german")
        @FlagDefault("yes")
        boolean wrongTruth();

        @FlagKey("theme")
        @FlagDefault("{\"a\": null}")
        Map<String, Object> nothing();

        @FlagKey("theme")
        @FlagDefault("{}")
        Map<String, String> otherMap();

        @FlagKey("title")
        @FlagDefault("x")
        String numbered(int number);

        @FlagKey("title")
        @FlagDefault("x")
        String two(String unit, EvaluationContext context);

        @FlagKey("title")
        @FlagDefault("x")
        Evaluation<?> anything();

        @FlagKey("title")
        @FlagDefault("x")
        default String body() {
            return "x";
        }
    }

    @Test
    void bind_eachType_isEvaluated() {
        Shop shop = DeclaredFlags.none().and(Shop.class).bind(Shop.class, flags);
        BooleanFlag checkout = BooleanFlag.of("checkout", true);
        for (int i = 0; i < 100; i++) {
            assertThat(shop.checkout("u" + i)).isEqualTo(flags.isOn(checkout, "u" + i));
        }
        assertThat(shop.checkout(null)).as("nobody is not in").isFalse();
        assertThat(shop.german(EvaluationContext.of("u").with("country", "DE"))).isTrue();
        assertThat(shop.german(null)).isFalse();
        assertThat(shop.title()).isEqualTo("hello");
        assertThat(shop.size("u")).isEqualTo(9007199254740993L);
        assertThat(shop.share()).isEqualTo(0.5);
        assertThat(shop.theme()).isEqualTo(Map.of("colour", "blue"));
        assertThat(shop.checkoutAndWhy("u").reason()).isEqualTo(Reason.SPLIT);
        assertThat(shop.sizeAndWhy(EvaluationContext.empty()).variant()).isEqualTo("a");
        assertThat(shop.large()).isTrue();
    }

    @Test
    @Tag("proves:FLAG-1")
    void bind_afterTheDefinitionsAreGone_answersDefaults() {
        Shop shop = DeclaredFlags.none().and(Shop.class).bind(Shop.class, flags);
        flags.replace(Snapshot.empty());
        assertThat(shop.checkout("u")).isTrue();
        assertThat(shop.title()).isEqualTo("none");
        assertThat(shop.size("u")).isEqualTo(20);
        assertThat(shop.share()).isEqualTo(0.25);
        assertThat(shop.theme()).isEqualTo(Map.of("colour", "red", "depth", 3L));
        assertThat(shop.sizeAndWhy(EvaluationContext.empty()).error()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
    }

    @Test
    void bindAnyway_eachKindOfParameter_reachesTheEvaluatorAsWhatItIs() {
        List<@Nullable EvaluationContext> asked = new ArrayList<>();
        FlagEvaluator evaluator = new FlagEvaluator() {
            @Override
            public <T> Evaluation<T> evaluate(Flag<T> flag, @Nullable EvaluationContext context) {
                asked.add(context);
                return flags.evaluate(flag, context);
            }
        };
        Shop shop = DeclaredFlags.none().and(Shop.class).bindAnyway(Shop.class, evaluator);
        EvaluationContext german = EvaluationContext.of("u").with("country", "DE");

        assertThat(shop.title()).isEqualTo("hello");
        assertThat(shop.german(german)).isTrue();
        assertThat(shop.german(null)).isFalse();
        shop.checkout("u7");
        shop.checkout(null);
        assertThat(shop.checkoutAndWhy("u").reason()).isEqualTo(Reason.SPLIT);

        assertThat(asked.get(0)).as("nobody was named").isNull();
        assertThat(asked.get(1)).isSameAs(german);
        assertThat(asked.get(2)).as("nobody was meant").isSameAs(EvaluationContext.empty());
        assertThat(asked).hasSize(6);
        assertThat(Objects.requireNonNull(asked.get(3)).unit()).isEqualTo("u7");
        assertThat(Objects.requireNonNull(asked.get(4)).unit()).isNull();
    }

    @Test
    void bindAnyway_flagsThatAreNotDefined_answersDefaults_andProblemsNamesThem() {
        DeclaredFlags declared = DeclaredFlags.none().and(Shop.class);
        Flags none = Flags.of(Snapshot.empty());

        assertThat(declared.bindAnyway(Shop.class, none).title()).isEqualTo("none");
        assertThat(declared.mistakes()).isEmpty();
        assertThat(declared.problems(none.snapshot()))
                .hasSize(6)
                .allMatch(problem -> problem.message().contains("not defined"));
        assertThat(declared.problems(flags.snapshot())).isEmpty();
    }

    @Test
    void bindAnyway_anInterfaceThatIsWrong_namesItsMistakesAlone() {
        DeclaredFlags declared = DeclaredFlags.none().and(Shop.class).and(Broken.class);

        DefinitionsException e =
                catchThrowableOfType(DefinitionsException.class, () -> declared.bindAnyway(Shop.class, flags));

        assertThat(Objects.requireNonNull(e).problems())
                .isEqualTo(declared.mistakes())
                .hasSize(12);
        assertThatThrownBy(() -> DeclaredFlags.none().bindAnyway(Shop.class, flags))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was not declared");
    }

    @Test
    void bind_asAnObject_isItself() {
        DeclaredFlags declared = DeclaredFlags.none().and(Shop.class);
        Shop shop = declared.bind(Shop.class, flags);
        Object same = shop;
        assertThat(shop).isEqualTo(same).isNotEqualTo(declared.bind(Shop.class, flags));
        assertThat(Set.of(shop)).contains(shop);
        assertThat(shop).hasToString("Shop bound to flags");
    }

    @Test
    void bind_anInterfaceThatIsWrong_namesAllAtOnce() {
        DeclaredFlags declared = DeclaredFlags.none()
                .and(BooleanFlag.of("neither", true), StringFlag.of("checkout", "x"))
                .and(Shop.class)
                .and(Broken.class)
                .and(String.class);
        DefinitionsException e =
                catchThrowableOfType(DefinitionsException.class, () -> declared.bind(Shop.class, flags));
        assertThat(Objects.requireNonNull(e).problems())
                .extracting(problem -> problem.path() + ": " + problem.message())
                .containsExactlyInAnyOrder(
                        "Broken.withoutKey: it has no key",
                        "Broken.withoutDefault: it has no default",
                        "Broken.small: no flag is of type int",
                        "Broken.wrongDefault: its default \"many\" is not of type integer",
                        "Broken.endless: its default \"Infinity\" is not of type number",
                        "Broken.wrongTruth: its default \"yes\" is not of type boolean",
                        "Broken.nothing: its default \"{\"a\": null}\" is not of type object",
                        "Broken.otherMap: no flag is of type java.util.Map<java.lang.String, java.lang.String>",
                        "Broken.numbered: its parameters cannot be given",
                        "Broken.two: its parameters cannot be given",
                        "Broken.anything: no flag is of type dev.terrace.flags.Evaluation<?>",
                        "Broken.body: it has a key and a body",
                        "String: not an interface that can be bound",
                        "checkout: code declares this flag 2 times, with other types or defaults",
                        "title: code declares this flag 2 times, with other types or defaults",
                        "neither: code asks for this flag, and it is not defined",
                        "no_such_flag: code asks for this flag, and it is not defined",
                        "checkout: code asks for a flag of type string, and it is defined as boolean",
                        "title: code asks for a flag of type boolean, and it is defined as string");
        assertThatThrownBy(() -> DeclaredFlags.none().bind(Shop.class, flags))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was not declared");
    }

    @Test
    void report_whatDoesNotAgree_isTold() {
        DeclaredFlags declared = DeclaredFlags.none()
                .and(BooleanFlag.of("neither", true), StringFlag.of("share", "x"))
                .and(Shop.class);
        flags.isOn(BooleanFlag.of("neither", true), "u");
        flags.evaluate(StringFlag.of("share", "x"), null);
        flags.value(StringFlag.of("share", "x"), "u");
        flags.evaluate("typo", "d", null);
        flags.isOn(BooleanFlag.of("checkout", true), "u");
        FlagReport report = DeclaredFlags.none()
                .and(BooleanFlag.of("neither", true), StringFlag.of("share", "x"), BooleanFlag.of("german", false))
                .report(flags, LocalDate.parse("2026-01-01"));
        assertThat(report)
                .isEqualTo(new FlagReport(
                        Set.of("neither"),
                        Set.of("share"),
                        Set.of("checkout", "size", "theme", "title"),
                        Set.of("title"),
                        Map.of("neither", 1L, "share", 2L, "typo", 1L)));
        assertThat(report.toString())
                .contains("declared and not defined: [neither]", "expired: [title]", "share=2")
                .contains("defined with another type than declared: [share]");
        assertThat(declared.report(flags, LocalDate.parse("2025-12-31")).unused())
                .isEmpty();
        assertThat(declared.report(flags, LocalDate.parse("2026-01-02")).expired())
                .containsExactly("size", "title");
        FlagReport nothing = DeclaredFlags.none().report(Flags.of(Snapshot.empty()), LocalDate.EPOCH);
        assertThat(nothing.isEmpty()).isTrue();
        assertThat(nothing.toString()).contains("agree");
    }

    @Test
    void unanswered_moreKeysThanThereIsRoomFor_areCountedTogether() {
        for (int i = 0; i < Unanswered.KEYS + 7; i++) {
            flags.evaluate("key-" + i, "d", null);
        }
        flags.evaluate("key-0", "d", null);
        assertThat(flags.unanswered())
                .hasSize(Unanswered.KEYS + 1)
                .containsEntry("key-0", 2L)
                .containsEntry("", 7L);
    }

    @Test
    void flags_ofConstantsAndInterfaces_areAllOnce() {
        assertThat(DeclaredFlags.none()
                        .and(StringFlag.of("title", "none"))
                        .and(Shop.class)
                        .and(Shop.class)
                        .flags())
                .hasSize(6);
        assertThat(DeclaredFlags.none().flags()).isEqualTo(Set.of());
        List<Flag<?>> none = List.of();
        assertThat(flags.snapshot().unused(none)).hasSize(6);
    }
}
