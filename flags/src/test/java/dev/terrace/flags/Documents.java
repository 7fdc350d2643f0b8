package dev.terrace.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

/** Documents of the tests, in YAML. */
final class Documents {

    private Documents() {}

    static Snapshot compiled(String yaml) {
        return compiled(yaml, Setting.none());
    }

    static Snapshot compiled(String yaml, Setting setting) {
        return Definitions.parse(yaml, Format.YAML).compile(setting);
    }

    static Flags flags(String yaml) {
        return Flags.of(compiled(yaml));
    }

    /** What is wrong with a document; something must be. */
    static List<Problem> problems(String text, Format format) {
        DefinitionsException e =
                catchThrowableOfType(DefinitionsException.class, () -> Definitions.parse(text, format));
        assertThat(e).as("a document with faults").isNotNull();
        return e.problems();
    }

    static List<Problem> problems(String yaml) {
        return problems(yaml, Format.YAML);
    }
}
