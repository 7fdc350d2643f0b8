package dev.terrace.flags.internal.rules;

import com.google.re2j.Pattern;

/** A text in which a pattern is found, by an engine whose time is linear in the text. Long texts are UNKNOWN. */
final class Regex extends Check {

    /** Characters of a text that is matched. */
    static final int LONGEST = 1_024;

    /** Instructions of a compiled pattern: with the longest text, what one match can cost. */
    static final int LARGEST = 2_000;

    private final Pattern pattern;

    Regex(String words, Pattern pattern) {
        super(words);
        this.pattern = pattern;
    }

    @Override
    int characters() {
        return LONGEST;
    }

    @Override
    long cost() {
        return 10 + 4L * pattern.programSize();
    }

    @Override
    Match one(Object value) {
        return value instanceof String text ? Match.of(pattern.matcher(text).find()) : Match.UNKNOWN;
    }
}
