package dev.terrace.flags.internal.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Equality with one of some texts, numbers and truths. Another type than all of them have is UNKNOWN. */
final class OneOf extends Check {

    /** So few that a set without nodes cannot be made slow by texts whose hashes are the same. */
    private static final int FEW = 8;

    private final Set<String> texts;
    private final List<Number> numbers;
    private final Set<Boolean> truths;

    OneOf(String words, List<Object> values) {
        super(words);
        List<String> asked = of(String.class, values);
        texts = asked.size() <= FEW ? Set.copyOf(asked) : new HashSet<>(asked);
        numbers = of(Number.class, values);
        truths = Set.copyOf(of(Boolean.class, values));
    }

    private static <T> List<T> of(Class<T> type, List<Object> values) {
        return values.stream().filter(type::isInstance).map(type::cast).toList();
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
