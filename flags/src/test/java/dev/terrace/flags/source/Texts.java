package dev.terrace.flags.source;

import dev.terrace.flags.Format;
import dev.terrace.flags.StringFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Documents of one flag, whose value says which document it is. */
final class Texts {

    static final StringFlag MARK = StringFlag.of("mark", "default");

    private Texts() {}

    static String good(String mark) {
        return "flags:\n  mark: {type: string, variants: {v: \"" + mark + "\", w: other}, default: v}\n";
    }

    static Document document(String text) {
        return Document.of(text.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }

    static String of(Document document) {
        try {
            return new String(document.stream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
