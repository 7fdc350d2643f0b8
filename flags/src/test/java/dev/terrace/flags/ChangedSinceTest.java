package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangedSinceTest {

    private static final String DOCUMENT = """
            version: 1
            segments: {staff: {when: {attribute: email, endsWith: "@acme.example"}}}
            switches: {maintenance_mode: [{flags: [forced]}]}
            flags:
              maintenance_mode: {type: boolean, default: off, schedule: {zone: UTC, steps: [{at: "2100-01-01T00:00", variant: on}]}}
              base: {type: boolean, default: on}
              needs: {type: boolean, default: on, prerequisites: [{flag: base, variants: [on]}]}
              forced: {type: boolean, default: on}
              text: {type: string, variants: {a: "1", b: "2"}, default: a}
            """;

    private final Snapshot before = Documents.compiled(DOCUMENT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 1 | version: 2 |",
                "flags: | # moved down\\n\\nflags: |",
                "base: {type: boolean, default: on} | base: {type: boolean, default: off} | base, needs",
                "2100-01-01T00:00 | 2100-01-02T00:00 | forced, maintenance_mode",
                "a: \"1\" | a: \"3\" | text",
                "a: \"1\" | c: \"1\", a: \"1\" | text",
                "text: | texts: | text, texts",
                "acme | acne | base, forced, maintenance_mode, needs, text"
            })
    void changedSince_anEdit_namesWhatMayAnswerOtherwise(String from, String to, String keys) {
        String edited = DOCUMENT.replace(from, to.replace("\\n", "\n"));
        assertThat(edited).isNotEqualTo(DOCUMENT);
        Set<String> changed = Documents.compiled(edited).changedSince(before);
        assertThat(changed).isEqualTo(keys == null ? Set.of() : Set.of(keys.split(", ", -1)));
    }

    @Test
    void changedSince_aSetting_namesWhatItOverrides() {
        assertThat(Documents.compiled(DOCUMENT, Setting.none().variables(Map.of("TERRACE_FLAG_TEXT", "b")))
                        .changedSince(before))
                .isEqualTo(Set.of("text"));
        Snapshot overridden = Documents.compiled(
                DOCUMENT, Setting.none().overrides(List.of(new OperatorOverride("forced", "off", null))));
        assertThat(overridden.changedSince(before)).isEqualTo(Set.of("forced"));
        assertThat(overridden.changedSince(overridden)).isEmpty();
    }

    @Test
    void replace_withListeners_tellsEachInOrderAndSurvivesThoseThatThrow() {
        Flags flags = Flags.of(before);
        List<String> told = new ArrayList<>();
        SnapshotListener broken = (old, now) -> {
            throw new IllegalStateException("broken");
        };
        SnapshotListener listener =
                (old, now) -> told.add(old.version() + " " + now.version() + " " + (flags.snapshot() == now));
        flags.addListener(broken);
        flags.addListener(listener);
        flags.replace(Snapshot.empty());
        flags.replace(before);
        assertThat(told).containsExactly("1 0 true", "0 1 true");
        assertThat(flags.failures()).isEqualTo(2);
        flags.removeListener(listener);
        flags.replace(Snapshot.empty());
        assertThat(told).hasSize(2);
    }
}
