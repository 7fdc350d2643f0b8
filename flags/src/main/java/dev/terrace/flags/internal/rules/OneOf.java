package dev.terrace.flags.internal.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Equality with one of some texts, numbers and truths. Another type than all of them have is UNKNOWN. */
final class OneOf extends Check {

    private final Set<String> texts = new HashSet<>();
    private final List<Number> numbers = new ArrayList<>();
    private final Set<Boolean> truths = new HashSet<>();

    OneOf(String words, List<Object> values) {
        super(words);
        for (Object value : values) {
            if (value instanceof String text) {
                texts.add(text);
            } else if (value instanceof Number number) {
                numbers.add(number);
            } else if (value instanceof Boolean truth) {
                truths.add(truth);
            }
        }
    }

    @Override
    long cost() {
        return 1L + numbers.size();
    }

    @Override
    Match one(Object value) {
        if (value instanceof String text) {
            return texts.isEmpty() ? Match.UNKNOWN : Match.of(texts.contains(text));
        }
        if (value instanceof Boolean truth) {
            return truths.isEmpty() ? Match.UNKNOWN : Match.of(truths.contains(truth));
        }
        if (!(value instanceof Number asked) || numbers.isEmpty() || !Numbers.isReal(asked)) {
            return Match.UNKNOWN;
        }
        for (Number number : numbers) {
            if (Numbers.compare(asked, number) == 0) {
                return Match.YES;
            }
        }
        return Match.NO;
    }
}
