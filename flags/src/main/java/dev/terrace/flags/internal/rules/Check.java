package dev.terrace.flags.internal.rules;

import java.util.List;

/*
 * What is asked of the value of an attribute, such as to be above a number. A list is asked element by element, and one
 * that says yes is enough. A value of a type that cannot be asked is UNKNOWN. Immutable.
 */
abstract class Check {

    /** A part of the elements of a list that are looked at; the rest is as if it were not there. */
    static final int ELEMENTS = 1_000;

    private final String words;

    Check(String words) {
        this.words = words;
    }

    /** What it asks, for people. */
    final String words() {
        return words;
    }

    /**
     * The characters of texts that it looks at, in a list all together; a text beyond is UNKNOWN. With the cost this bounds
     * what checks take whose time grows with the text.
     */
    int characters() {
        return Integer.MAX_VALUE;
    }

    /** The steps that one value costs. */
    long cost() {
        return 1;
    }

    /** What one value says that is no list. */
    abstract Match one(Object value);

    final Match match(Object value) {
        // Most are texts; whether something is a List is dear to ask of what is none.
        if (value instanceof String text) {
            return text.length() > characters() ? Match.UNKNOWN : one(text);
        }
        if (!(value instanceof List<?> list)) {
            return one(value);
        }
        Match match = Match.NO;
        long length = 0;
        int most = Math.min(list.size(), ELEMENTS);
        for (int i = 0; i < most; i++) {
            Object element = list.get(i);
            length += element == null ? 0 : length(element);
            Match found = element == null || length > characters() ? Match.UNKNOWN : one(element);
            if (found == Match.YES) {
                return found;
            }
            if (found == Match.UNKNOWN) {
                match = found;
            }
        }
        return match;
    }

    private static int length(Object value) {
        return value instanceof String text ? text.length() : 0;
    }
}
