package dev.terrace.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {

    private final JavaClasses published = House.publishedClasses();
    private final JavaClasses planted = House.plantedClasses();

    static Stream<Rule> rules() {
        return Stream.concat(Arrows.rules().stream(), Manners.rules().stream());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_ofTheHouse_isKept(Rule rule) {
        rule.rule().check(published);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_plantedViolation_isFound(Rule rule) {
        EvaluationResult result = rule.rule().evaluate(planted);
        String report = String.join("\n", result.getFailureReport().getDetails());
        assertThat(rule.planted())
                .isNotEmpty()
                .allSatisfy(expected -> assertThat(report).contains(expected));
    }

    @Test
    void house_publishedModules_areAllThere() {
        assertThat(House.PUBLISHED)
                .allSatisfy(module -> assertThat(House.ROOT.resolve(module).resolve("target/classes"))
                        .isDirectory());
        assertThat(published.stream().anyMatch(type -> type.getPackageName().equals("dev.terrace.cache.spi")))
                .isTrue();
    }
}
