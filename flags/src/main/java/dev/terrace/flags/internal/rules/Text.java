package dev.terrace.flags.internal.rules;

import java.util.List;
import java.util.function.BiPredicate;

/** A text that starts with, ends with or contains one of some others. */
final class Text extends Check {

    private final BiPredicate<String, String> holds;
    private final String[] texts;

    Text(String words, List<String> texts, BiPredicate<String, String> holds) {
        super(words);
        this.texts = texts.toArray(new String[0]);
        this.holds = holds;
    }

    @Override
    long cost() {
        return texts.length;
    }

    @Override
    Match one(Object value) {
        if (!(value instanceof String asked)) {
            return Match.UNKNOWN;
        }
        for (String text : texts) {
            if (holds.test(asked, text)) {
                return Match.YES;
            }
        }
        return Match.NO;
    }
}
