package dev.terrace.gates;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * A rule of the house and the evidence that it bites.
 *
 * @param name what it says
 * @param rule the rule
 * @param planted what must be found, each in some line of the report, where the rule meets the planted classes
 */
record Rule(String name, ArchRule rule, List<String> planted) {

    Rule(String name, ArchRule rule, String... planted) {
        this(name, rule.as(name).allowEmptyShould(true), List.of(planted));
    }

    @Override
    public String toString() {
        return name;
    }
}
