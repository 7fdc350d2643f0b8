package dev.terrace.flags.internal.rules;

import dev.terrace.flags.internal.document.DocumentNode;
import dev.terrace.flags.internal.document.DocumentNode.Mapping;
import dev.terrace.flags.internal.document.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Compiles conditions and the segments that they name. Not thread-safe. Each segment is compiled once; segments under way
 * are remembered, so a segment that leads back to itself is found, and so is a chain that is too long for a stack.
 * Where something is wrong it is noted, and a condition that never holds stands in: nothing with a fault is ever used.
 */
public final class ConditionReader {

    /** Steps that one condition may take. */
    public static final int COSTLIEST = 10_000;

    private static final int DEEPEST = 200;
    private static final Condition NEVER = new Condition.Attribute("", List.of(), true);

    private final Faults faults;
    private final @Nullable Mapping segments;
    private final CheckReader checks;
    private final Map<String, Condition> compiled = new HashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();

    /** For a document with these segments, or none. */
    public ConditionReader(@Nullable Mapping segments, Faults faults) {
        this.segments = segments;
        this.faults = faults;
        checks = new CheckReader(faults);
    }

    /** Compiles all segments, whether anything names them or not. */
    public void readSegments() {
        if (segments != null) {
            segments.entries().keySet().forEach(name -> segment(name, segments));
        }
    }

    /** The condition that a node describes. */
    public Condition read(DocumentNode node) {
        Condition condition = compile(node);
        if (condition.cost() > COSTLIEST) {
            faults.add(
                    node.place(),
                    "a condition of " + condition.cost() + " steps",
                    "make it smaller: at most " + COSTLIEST + " are allowed; \"in\" takes long lists of texts at once");
            return NEVER;
        }
        if (condition.depth() > DEEPEST) {
            faults.add(node.place(), "conditions nest deeper than " + DEEPEST, "nest less deep");
            return NEVER;
        }
        return condition;
    }

    private Condition compile(DocumentNode node) {
        if (!(node instanceof Mapping condition)) {
            return NEVER; // the schema has said so
        }
        if (condition.get("all") != null) {
            return new Condition.Several(parts(condition, "all"), Match.NO);
        }
        if (condition.get("any") != null) {
            return new Condition.Several(parts(condition, "any"), Match.YES);
        }
        DocumentNode not = condition.get("not");
        if (not != null) {
            return new Condition.Not(compile(not));
        }
        String segment = condition.text("segment");
        if (segment != null) {
            return segment(segment, condition);
        }
        String attribute = condition.text("attribute");
        if (attribute == null) {
            return NEVER;
        }
        Boolean exists = condition.truth("exists");
        List<Check> asked = checks.read(condition);
        if (Boolean.FALSE.equals(exists) && !asked.isEmpty()) {
            faults.add(
                    condition.placeOf("exists"),
                    "exists: false beside other operators, which can never hold together",
                    "keep exists: false alone");
        }
        return new Condition.Attribute(attribute, asked, exists);
    }

    private List<Condition> parts(Mapping condition, String name) {
        List<Condition> parts = new ArrayList<>();
        for (DocumentNode part : condition.items(name)) {
            parts.add(compile(part));
        }
        return parts;
    }

    private Condition segment(String name, Mapping from) {
        Condition known = compiled.get(name);
        if (known != null) {
            return known;
        }
        DocumentNode definition = segments == null ? null : segments.get(name);
        if (definition == null) {
            faults.add(
                    from.placeOf("segment"),
                    "there is no segment \"" + name + "\"",
                    "define it under segments, or correct the name");
            return NEVER;
        }
        if (!underWay.add(name)) {
            faults.add(
                    definition.place(),
                    "segment \"" + name + "\" leads back to itself: " + String.join(" -> ", underWay) + " -> " + name,
                    "take one of these references out");
            return NEVER;
        }
        Condition condition = NEVER;
        DocumentNode when = definition instanceof Mapping mapping ? mapping.get("when") : null;
        if (underWay.size() > DEEPEST) {
            faults.add(
                    definition.place(),
                    "a chain of more than " + DEEPEST + " segments ends here",
                    "let segments name each other less deep");
        } else if (when != null) {
            condition = new Condition.Segment(name, read(when));
        }
        underWay.remove(name);
        compiled.put(name, condition);
        return condition;
    }
}
