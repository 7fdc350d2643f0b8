package dev.terrace.flags.internal.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version for which some comparisons hold, such as {@code >=1.2.0 <2.0.0}. */
final class Versions extends Check {

    private record Comparison(String operator, SemanticVersion version) {

        boolean holds(SemanticVersion asked) {
            int compared = asked.compareTo(version);
            return switch (operator) {
                case ">=" -> compared >= 0;
                case "<=" -> compared <= 0;
                case ">" -> compared > 0;
                case "<" -> compared < 0;
                case "!=" -> compared != 0;
                default -> compared == 0;
            };
        }
    }

    private static final List<String> OPERATORS = List.of(">=", "<=", "!=", ">", "<", "=");

    private final List<Comparison> comparisons;

    private Versions(String words, List<Comparison> comparisons) {
        super(words);
        this.comparisons = comparisons;
    }

    /** The check, or null if the text is none. */
    static @Nullable Versions parse(String text) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String part : text.strip().split(" +", -1)) {
            String operator =
                    OPERATORS.stream().filter(part::startsWith).findFirst().orElse("");
            SemanticVersion version = SemanticVersion.parse(part.substring(operator.length()));
            if (version == null) {
                return null;
            }
            comparisons.add(new Comparison(operator, version));
        }
        return new Versions("version " + text, comparisons);
    }

    @Override
    long cost() {
        return 10L + comparisons.size();
    }

    @Override
    Match one(Object value) {
        SemanticVersion version = value instanceof String text ? SemanticVersion.parse(text) : null;
        if (version == null) {
            return Match.UNKNOWN;
        }
        for (Comparison comparison : comparisons) {
            if (!comparison.holds(version)) {
                return Match.NO;
            }
        }
        return Match.YES;
    }
}
