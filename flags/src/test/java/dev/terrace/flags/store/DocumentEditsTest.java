package dev.terrace.flags.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.spi.Position;
import dev.terrace.flags.Definitions;
import dev.terrace.flags.DefinitionsException;
import dev.terrace.flags.EvaluationContext;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Format;
import dev.terrace.flags.ObjectFlag;
import dev.terrace.flags.Setting;
import dev.terrace.flags.StringFlag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DocumentEditsTest {

    private static final String DOCUMENT = """
            version: 7
            environments: {staging: {}, production: {inherits: staging}}
            segments: {near: {when: {attribute: country, in: [DE, "A\\"T"]}}}
            switches: {maintenance_mode: [{categories: [shop]}]}
            flags:
              maintenance_mode: {type: boolean, default: off}
              title: {type: string, variants: {a: "hello, \\"you\\"", b: welcome}, default: a, category: shop,
                  rules: [{when: {segment: near}, variant: b}]}
              size: {type: object, default: s, variants: {s: {big: 9007199254740993, share: 0.10, deep: [1, [true, -2, x]]}}}
            """;

    private static Flags flags(Definitions definitions) {
        return Flags.of(definitions.compile(Setting.of("production")));
    }

    @Test
    void document_takenApartAndStored_saysTheSame() {
        List<Edit> edits = Edit.document(DOCUMENT, Format.YAML);
        assertThat(edits)
                .extracting(Edit::key)
                .containsExactly(
                        "environments", "segment/near", "switches", "flag/maintenance_mode", "flag/title", "flag/size");
        TreeMap<String, String> contents = new TreeMap<>();
        edits.forEach(edit -> contents.put(edit.key(), String.valueOf(edit.json())));
        StoredFlags stored = new StoredFlags(new Position(1, 7), contents);

        Flags before = flags(Definitions.parse(DOCUMENT, Format.YAML));
        Flags after = flags(stored.definitions());
        assertThat(after.snapshot().keys()).isEqualTo(before.snapshot().keys());
        StringFlag title = StringFlag.of("title", "none");
        for (String country : List.of("DE", "A\"T", "FR")) {
            EvaluationContext who = EvaluationContext.of("u").with("country", country);
            assertThat(after.value(title, who)).as(country).isEqualTo(before.value(title, who));
        }
        ObjectFlag size = ObjectFlag.of("size", Map.of());
        assertThat(after.value(size, "u")).isEqualTo(before.value(size, "u"));
    }

    @Test
    void document_inJson_isTakenApartToo() {
        assertThat(Edit.document("{\"flags\": {\"a\": {\"type\": \"boolean\", \"default\": \"on\"}}}", Format.JSON))
                .singleElement()
                .satisfies(edit -> assertThat(edit.json()).isEqualTo("{\"type\":\"boolean\",\"default\":\"on\"}"));
        assertThat(Edit.document("{\"flags\": {}}", Format.JSON)).isEmpty();
    }

    @Test
    void document_thatIsWrong_isRefusedWithAllThatIsWrong() {
        assertThatThrownBy(() -> Edit.document("flags: {a: {type: boolean, default: maybe}}", Format.YAML))
                .isInstanceOf(DefinitionsException.class);
    }
}
