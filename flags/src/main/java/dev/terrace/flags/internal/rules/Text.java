package dev.terrace.flags.internal.rules;

import java.util.List;
import java.util.function.BiPredicate;

/** A text that starts with, ends with or contains one of some others. What a search takes grows with both lengths. */
final class Text extends Check {

    private final BiPredicate<String, String> holds;
    private final String[] texts;
    private final boolean searches;

    Text(String words, List<String> texts, BiPredicate<String, String> holds, boolean searches) {
        super(words);
        this.searches = searches;
        this.texts = texts.toArray(new String[0]);
        this.holds = holds;
    }

    @Override
    int characters() {
        return searches ? Regex.LONGEST : super.characters();
    }

    @Override
    long cost() {
        long cost = texts.length;
        for (String text : texts) {
            cost += searches ? text.length() : 0;
        }
        return cost;
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
