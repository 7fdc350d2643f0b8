package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Environments, variables, overrides and formats. */
class SettingTest {

    private static final String DOCUMENT = """
            environments: {base: {}, production: {inherits: base}, staging: {inherits: production}, lone: {}}
            flags:
              colour:
                type: string
                variants: {red: "#f00", blue: "#00f", grey: "#888"}
                default: red
                description: the button
                owner: shop
                tags: [ui, web]
                category: experimental
                expires: 2027-01-31
                environments:
                  base: {default: blue, rules: [{variant: blue}]}
                  staging: {rules: [{variant: grey}]}
              limit: {type: integer, variants: {low: 1, high: 100}, default: low}
              fee: {type: number, variants: {none: 0, some: 0.5}, default: none}
              dark.mode-x: {type: boolean, default: off}
            """;

    private final Definitions definitions = Definitions.parse(DOCUMENT, Format.YAML);

    @Test
    void environment_inherits_andReplacesWholeParts() {
        assertThat(colour(Setting.none())).isEqualTo("red STATIC");
        assertThat(colour(Setting.of("lone"))).isEqualTo("red STATIC");
        assertThat(colour(Setting.of("production"))).isEqualTo("blue TARGETING_MATCH");
        assertThat(colour(Setting.of("staging"))).isEqualTo("grey TARGETING_MATCH");
        assertThat(definitions.environments()).containsExactlyInAnyOrder("base", "production", "staging", "lone");
        assertThatThrownBy(() -> definitions.compile(Setting.of("prod")))
                .isInstanceOf(DefinitionsException.class)
                .hasMessageContaining("no environment \"prod\"");
    }

    @ParameterizedTest
    @CsvSource({
        "COLOUR, colour, blue, blue",
        "COLOUR, colour, #00f, blue",
        "LIMIT, limit, 100, high",
        "LIMIT, limit, high, high",
        "FEE, fee, 0.50, some",
        "DARK_MODE_X, dark.mode-x, TRUE, on",
        "DARK_MODE_X, dark.mode-x, ' on ', on"
    })
    void variable_byVariantOrValue_overrides(String variable, String key, String value, String variant) {
        Setting setting = Setting.none().variables(Map.of("TERRACE_FLAG_" + variable, value, "OTHER", "x"));
        Evaluation<Object> answer = Flags.of(definitions.compile(setting)).evaluate(key, "", null);
        assertThat(answer.variant()).isEqualTo(variant);
        assertThat(answer.reason()).isEqualTo(Reason.VARIABLE_OVERRIDE);
    }

    @Test
    void variablesAndOverrides_thatNameNoVariant_areRefusedTogether() {
        Setting setting = Setting.none()
                .variables(Map.of("TERRACE_FLAG_LIMIT", "a-secret", "TERRACE_FLAG_FEE", "2"))
                .overrides(List.of(new OperatorOverride("colour", "green", null)));
        assertThatThrownBy(() -> definitions.compile(setting))
                .hasMessageContaining("3 problems")
                .hasMessageContaining("TERRACE_FLAG_LIMIT")
                .hasMessageContaining("[low, high]")
                .hasMessageContaining("green")
                .hasMessageNotContaining("secret");
    }

    @Test
    void variablesAndOverrides_thatNameNoFlag_areWarnings() {
        Setting setting = Setting.none()
                .variables(Map.of("TERRACE_FLAG_COLOR", "x", "PATH", "y"))
                .overrides(List.of(new OperatorOverride("gone", "on", null)));
        assertThat(definitions.compile(setting).warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.contains("TERRACE_FLAG_COLOR"))
                .anyMatch(warning -> warning.contains("gone"));
    }

    @Test
    void keys_thatShareAVariable_areRefused() {
        assertThat(Documents.problems(
                        "flags:\n  a.b: {type: boolean, default: on}\n  a_b: {type: boolean, default: on}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("TERRACE_FLAG_A_B"));
    }

    @Test
    void info_ofAFlag_isWhatTheDocumentSays() {
        FlagInfo info =
                Objects.requireNonNull(definitions.compile(Setting.none()).info("colour"));
        assertThat(info.toString())
                .isEqualTo(
                        "FlagInfo[key=colour, type=STRING, variants=[red, blue, grey], description=the button, owner=shop, "
                                + "tags=[ui, web], category=experimental, expires=2027-01-31, version=0, metadata={}]");
    }

    @Test
    void json_andYaml_areTheSame() {
        String json = """
                {"flags": {"colour": {"type": "string", "variants": {"red": "#f00", "blue": "#00f"}, "default": "red", "salt": "c",
                  "rules": [{"when": {"attribute": "n", "atLeast": 1.5}, "variant": "blue"},
                            {"rollout": {"percent": 33.333, "variant": "blue"}}]}}}
                """;
        Flags one = Flags.of(Definitions.parse(json, Format.JSON).compile(Setting.none()));
        Flags two = Flags.of(Definitions.parse(json, Format.YAML).compile(Setting.none()));
        for (int i = 0; i < 1_000; i++) {
            EvaluationContext context = EvaluationContext.of("u" + i).with("n", i % 3);
            assertThat(one.evaluate("colour", "", context)).isEqualTo(two.evaluate("colour", "", context));
        }
    }

    @Test
    void schema_isPublished() {
        assertThat(Definitions.schema()).contains("https://json-schema.org/draft/2020-12/schema");
        assertThat(Format.of("Flags.YML")).isEqualTo(Format.YAML);
        assertThatThrownBy(() -> Format.of("flags.toml")).hasMessageContaining("flags.toml");
    }

    private String colour(Setting setting) {
        Evaluation<Object> answer = Flags.of(definitions.compile(setting)).evaluate("colour", "", null);
        return answer.variant() + " " + answer.reason();
    }
}
