package dev.terrace.flags.internal.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.terrace.flags.internal.document.DocumentNode;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.DocumentNode.Scalar;
import dev.terrace.flags.internal.document.DocumentNode.Sequence;
import dev.terrace.flags.internal.document.Faults;
import dev.terrace.flags.internal.document.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Reads what is asked of one attribute: each operator of a condition. */
final class CheckReader {

    private static final int SHOWN = 5;

    private final Faults faults;

    CheckReader(Faults faults) {
        this.faults = faults;
    }

    List<Check> read(Mapping condition) {
        List<Check> checks = new ArrayList<>();
        for (Map.Entry<String, DocumentNode> entry : condition.entries().entrySet()) {
            Check check = check(entry.getKey(), entry.getValue());
            if (check != null) {
                checks.add(check);
            }
        }
        return checks;
    }

    private @Nullable Check check(String operator, DocumentNode node) {
        return switch (operator) {
            case "equals" -> new OneOf("is " + shown(values(node)), values(node));
            case "in" -> new OneOf("is one of " + shown(values(node)), values(node));
            case "greaterThan" -> range(node, "is above ", true, false);
            case "atLeast" -> range(node, "is at least ", true, true);
            case "lessThan" -> range(node, "is below ", false, false);
            case "atMost" -> range(node, "is at most ", false, true);
            case "startsWith" -> text(node, "starts with ", String::startsWith);
            case "endsWith" -> text(node, "ends with ", String::endsWith);
            case "contains" -> text(node, "contains ", String::contains);
            case "regex" -> regex(node);
            case "version" -> versions(node);
            case "before" -> moment(node, false);
            case "after" -> moment(node, true);
            case "cidr" -> networks(node);
            default -> null;
        };
    }

    private static @Nullable Check range(DocumentNode node, String words, boolean above, boolean itself) {
        return node instanceof Scalar scalar && scalar.value() instanceof Number bound
                ? new Range(words + bound, bound, above, itself)
                : null;
    }

    private static Check text(DocumentNode node, String words, BiPredicate<String, String> holds) {
        List<String> texts = texts(node);
        return new Text(words + shown(texts), texts, holds, words.startsWith("contains"));
    }

    private @Nullable Check regex(DocumentNode node) {
        String text = String.join("", texts(node));
        if (RegexSize.of(text) > Regex.LARGEST) {
            return fault(
                    node.place(),
                    "a regular expression that compiles to more than " + Regex.LARGEST + " instructions",
                    "make it simpler; repetitions with counts cost most");
        }
        try {
            return new Regex("matches " + text, Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            faults.add(
                    node.place(),
                    "not a regular expression: " + e.getDescription(),
                    "write it in RE2's syntax, which has no look-around and no back-references");
        }
        return null;
    }

    private @Nullable Check versions(DocumentNode node) {
        Check check = Versions.parse(String.join("", texts(node)));
        return check != null
                ? check
                : fault(
                        node.place(),
                        "not a range of semantic versions",
                        "write comparisons with whole versions, such as \">=1.2.0 <2.0.0\"");
    }

    private @Nullable Check moment(DocumentNode node, boolean after) {
        String text = String.join("", texts(node));
        Instant moment = Moment.of(text);
        return moment != null
                ? new Moment((after ? "is after " : "is before ") + text, moment, after)
                : fault(
                        node.place(),
                        "not a moment",
                        "write \"2026-12-01\" or, with an offset, \"2026-12-01T08:00:00+01:00\"");
    }

    private @Nullable Check networks(DocumentNode node) {
        List<Network> networks = new ArrayList<>();
        for (String text : texts(node)) {
            Network network = Network.parse(text);
            if (network == null) {
                return fault(
                        node.place(),
                        "not a block of addresses: " + text,
                        "write \"10.0.0.0/8\" or \"2001:db8::/32\", with no bits set after the prefix");
            }
            networks.add(network);
        }
        return new Networks("is in " + shown(texts(node)), networks);
    }

    private @Nullable Check fault(Place place, String message, String cure) {
        faults.add(place, message, cure);
        return null;
    }

    private static List<Object> values(DocumentNode node) {
        List<Object> values = new ArrayList<>();
        for (DocumentNode item : node instanceof Sequence list ? list.items() : List.of(node)) {
            if (item instanceof Scalar scalar && scalar.value() != null) {
                values.add(scalar.value());
            }
        }
        return values;
    }

    private static List<String> texts(DocumentNode node) {
        return values(node).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    private static String shown(List<?> values) {
        if (values.size() == 1) {
            return String.valueOf(values.get(0));
        }
        return values.size() <= SHOWN
                ? values.toString()
                : values.subList(0, SHOWN) + " and " + (values.size() - SHOWN) + " more";
    }
}
