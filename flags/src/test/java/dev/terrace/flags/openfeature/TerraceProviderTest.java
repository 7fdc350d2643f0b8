package dev.terrace.flags.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import dev.terrace.flags.Definitions;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Format;
import dev.terrace.flags.Setting;
import dev.terrace.flags.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TerraceProviderTest {

    private static final String DOCUMENT = """
            version: 7
            switches: {maintenance_mode: [{categories: [experimental]}]}
            flags:
              maintenance_mode: {type: boolean, default: on}
              forced: {type: boolean, default: on, category: experimental}
              plain: {type: string, variants: {a: hello}, default: a, owner: shop, category: web, expires: 2030-01-01, version: 9,
                  metadata: {ticket: T-1, weight: 3, share: 0.5, internal: true, big: 9007199254740993}}
              whole: {type: integer, variants: {big: 9007199254740993, small: 7, least: -2147483648}, default: big,
                  rules: [{when: {attribute: size, equals: small}, variant: small},
                          {when: {attribute: size, equals: least}, variant: least}]}
              number: {type: number, variants: {half: 0.5}, default: half}
              object: {type: object, default: o, variants: {o: {name: x, count: 3, big: 9007199254740993,
                  list: [1, [true, {deep: 2.5}]], nested: {y: z}}}}
              rollout: {type: boolean, default: off, salt: r, rules: [{name: ramp, rollout: {percent: 25, variant: on}}]}
              german: {type: boolean, default: off, rules: [{when: {attribute: country, equals: DE}, variant: on}]}
              old: {type: boolean, default: off, rules: [{when: {attribute: born, before: 2000-01-01}, variant: on}]}
              rich: {type: boolean, default: off, rules: [{when: {attribute: money, equals: 9007199254740993}, variant: on}]}
              member: {type: boolean, default: off, rules: [{when: {attribute: groups, in: [staff]}, variant: on}]}
              nested: {type: boolean, default: off, rules: [{when: {attribute: address, exists: true}, variant: on}]}
              me: {type: boolean, default: off, rules: [{when: {attribute: targetingKey, equals: u1}, variant: on}]}
            """;

    private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
    private final Flags flags = Flags.of(compiled(DOCUMENT));
    private final Client client = api.getClient();

    @BeforeEach
    void register() {
        api.setProviderAndWait(TerraceProvider.builder(flags).flagSet("shop").build());
    }

    @AfterEach
    void shutDown() {
        api.shutdown();
    }

    @Test
    void details_ofAFlag_sayVersionOwnerRuleAndTheDefinitionsOwnMetadata() {
        FlagEvaluationDetails<String> plain = client.getStringDetails("plain", "none");
        assertThat(plain.getValue()).isEqualTo("hello");
        assertThat(plain.getVariant()).isEqualTo("a");
        assertThat(plain.getReason()).isEqualTo("STATIC");
        assertThat(plain.getErrorCode()).isNull();
        assertThat(plain.getFlagMetadata().asUnmodifiableMap())
                .isEqualTo(Map.of(
                        "flagSetId",
                        "shop",
                        "version",
                        "9",
                        "owner",
                        "shop",
                        "category",
                        "web",
                        "expires",
                        "2030-01-01",
                        "ticket",
                        "T-1",
                        "weight",
                        3,
                        "share",
                        0.5,
                        "internal",
                        true,
                        "big",
                        9007199254740993L));
        assertThat(client.getBooleanDetails("rollout", false, new ImmutableContext("u1"))
                        .getFlagMetadata()
                        .asUnmodifiableMap())
                .isEqualTo(Map.of("flagSetId", "shop", "version", "7", "rule", "ramp"));
    }

    @Test
    void details_eachReason_isTold() {
        assertThat(client.getBooleanDetails("rollout", false, new ImmutableContext("u1"))
                        .getReason())
                .isEqualTo("SPLIT");
        assertThat(client.getBooleanDetails("german", false).getReason()).isEqualTo("DEFAULT");
        assertThat(client.getBooleanDetails("german", false, new ImmutableContext(Map.of("country", new Value("DE"))))
                        .getReason())
                .isEqualTo("TARGETING_MATCH");
        FlagEvaluationDetails<Boolean> forced = client.getBooleanDetails("forced", true);
        assertThat(forced.getValue()).isFalse();
        assertThat(forced.getReason()).isEqualTo("MAINTENANCE");
    }

    @Test
    void details_ofSomebody_areThoseOfTheFlags() {
        var flag = dev.terrace.flags.BooleanFlag.of("rollout", false);
        for (int i = 0; i < 1_000; i++) {
            assertThat(client.getBooleanValue("rollout", false, new ImmutableContext("user-" + i)))
                    .isEqualTo(flags.isOn(flag, "user-" + i));
        }
    }

    @Test
    void details_ofNobody_areTheDefaultAndAnError() {
        for (var nobody : List.of(new ImmutableContext(), new ImmutableContext(""))) {
            FlagEvaluationDetails<Boolean> details = client.getBooleanDetails("rollout", true, nobody);
            assertThat(details.getValue()).isTrue();
            assertThat(details.getVariant()).isNull();
            assertThat(details.getReason()).isEqualTo("ERROR");
            assertThat(details.getErrorCode()).isEqualTo(ErrorCode.TARGETING_KEY_MISSING);
        }
        assertThat(client.getStringDetails("rollout", "d").getErrorCode())
                .as("a wrong type comes first")
                .isEqualTo(ErrorCode.TYPE_MISMATCH);
    }

    @Test
    void long_ofSixtyFourBits_staysWhole() {
        assertThat(client.getLongValue("whole", 0L)).isEqualTo(9007199254740993L);
        assertThat(client.getLongValue("missing", Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void integer_thatDoesNotFit_isATypeMismatchThatNamesTheCure() {
        FlagEvaluationDetails<Integer> big = client.getIntegerDetails("whole", 5);
        assertThat(big.getValue()).isEqualTo(5);
        assertThat(big.getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(big.getErrorMessage()).contains("9007199254740993", "getLongValue");
        assertThat(client.getIntegerValue("whole", 5, context("size", new Value("small"))))
                .isEqualTo(7);
        assertThat(client.getIntegerValue("whole", 5, context("size", new Value("least"))))
                .isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void value_ofAnotherType_isAMismatch() {
        assertThat(client.getBooleanDetails("plain", true).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getDoubleDetails("whole", 1.5).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getLongDetails("number", 1L).getErrorMessage()).contains("getDoubleValue");
        assertThat(client.getIntegerDetails("number", 1).getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
        assertThat(client.getObjectDetails("plain", new Value()).getErrorMessage())
                .contains("getStringValue");
        assertThat(client.getStringDetails("object", "d").getErrorMessage()).contains("getObjectValue");
        assertThat(client.getDoubleValue("number", 1.5)).isEqualTo(0.5);
        assertThat(client.getStringDetails("missing", "d").getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
    }

    @Test
    void object_asAValue_isWholeAndTheCallersOwn() {
        Value object = client.getObjectValue("object", new Value());
        Structure structure = object.asStructure();
        assertThat(structure.getValue("name").asString()).isEqualTo("x");
        assertThat(structure.getValue("count").asObject()).isEqualTo(3);
        assertThat(structure.getValue("big").asLong()).isEqualTo(9007199254740993L);
        assertThat(structure
                        .getValue("list")
                        .asList()
                        .get(1)
                        .asList()
                        .get(1)
                        .asStructure()
                        .getValue("deep")
                        .asDouble())
                .isEqualTo(2.5);
        Objects.requireNonNull(structure.asUnmodifiableMap().get("list"))
                .asList()
                .clear();
        assertThat(client.getObjectValue("object", new Value())
                        .asStructure()
                        .getValue("list")
                        .asList())
                .as("what one caller changes, no other sees")
                .hasSize(2);
        Value fallback = new Value(new ImmutableStructure(Map.of("at", new Value(Instant.EPOCH))));
        assertThat(client.getObjectValue("missing", fallback)).isSameAs(fallback);
    }

    @Test
    void context_eachKindOfAttribute_isUnderstood() {
        assertThat(client.getBooleanValue(
                        "old", false, context("born", new Value(Instant.parse("1980-05-05T00:00:00Z")))))
                .isTrue();
        assertThat(client.getBooleanValue("rich", false, context("money", new Value(9007199254740993L))))
                .isTrue();
        assertThat(client.getBooleanValue("rich", false, context("money", new Value(9007199254740992L))))
                .isFalse();
        assertThat(client.getBooleanValue(
                        "member", false, context("groups", new Value(List.of(new Value("guest"), new Value("staff"))))))
                .isTrue();
        assertThat(client.getBooleanValue(
                        "nested",
                        false,
                        context("address", new Value(new ImmutableStructure(Map.of("zip", new Value(1L)))))))
                .isTrue();
        assertThat(client.getBooleanValue("nested", false, context("address", new Value())))
                .isFalse();
        assertThat(client.getBooleanValue("me", false, new ImmutableContext("u1")))
                .isTrue();
    }

    @Test
    void context_ofAllLevels_isMerged() {
        api.setEvaluationContext(new MutableContext("api").add("country", "DE"));
        assertThat(client.getBooleanValue("german", false)).isTrue();
        client.setEvaluationContext(new MutableContext().add("country", "AT"));
        assertThat(client.getBooleanValue("german", false)).isFalse();
        assertThat(client.getBooleanValue("german", false, context("country", new Value("DE"))))
                .isTrue();
        assertThat(client.getBooleanValue("me", false)).isFalse();
        assertThat(client.getBooleanValue("me", false, new ImmutableContext("u1")))
                .isTrue();
    }

    @Test
    void context_asAttributes_isAWholeMap() {
        var context = new ImmutableContext("u", Map.of("a", new Value(1), "none", new Value()));
        assertThat(new Attributes(context))
                .isEqualTo(Map.of("a", 1))
                .containsKey("a")
                .doesNotContainKey("none");
        assertThat(flags.evaluate(
                                "german",
                                "d",
                                dev.terrace.flags.EvaluationContext.over("u", new Attributes(context))
                                        .with("country", "DE"))
                        .value())
                .isEqualTo(true);
    }

    @Test
    void provider_askedDirectlyWithoutAContext_answers() {
        TerraceProvider provider = TerraceProvider.of(flags);
        assertThat(provider.getBooleanEvaluation("german", true, null).getValue())
                .isFalse();
        assertThat(Objects.requireNonNull(provider.getMetadata()).getName()).isEqualTo("terrace");
        provider.track("no tracker", null, null);
        assertThat(provider.lostEvents()).isZero();
    }

    @Test
    @Tag("proves:FLAG-1")
    void details_whenTheClockFails_areTheDefault() {
        api.setProviderAndWait(TerraceProvider.of(Flags.of(
                compiled(
                        "flags: {t: {type: boolean, default: off, schedule: {zone: UTC, steps: [{at: \"2026-01-01T00:00\", variant: on}]}}}"),
                () -> {
                    throw new IllegalStateException("no time");
                })));
        FlagEvaluationDetails<Boolean> details = client.getBooleanDetails("t", true);
        assertThat(details.getValue()).isTrue();
        assertThat(details.getErrorCode()).isEqualTo(ErrorCode.GENERAL);
    }

    @Test
    void details_afterAReplacement_areOfTheNewSnapshot() {
        assertThat(client.getStringDetails("plain", "d").getFlagMetadata().getString("version"))
                .isEqualTo("9");
        flags.replace(compiled("flags: {plain: {type: string, variants: {b: bye}, default: b, owner: other}}"));
        FlagEvaluationDetails<String> plain = client.getStringDetails("plain", "d");
        assertThat(plain.getValue()).isEqualTo("bye");
        assertThat(plain.getFlagMetadata().getString("owner")).isEqualTo("other");
        assertThat(plain.getFlagMetadata().getString("version")).isNull();
    }

    static Snapshot compiled(String yaml) {
        return Definitions.parse(yaml, Format.YAML).compile(Setting.none());
    }

    private static ImmutableContext context(String name, Value value) {
        return new ImmutableContext("u2", Map.of(name, value));
    }
}
