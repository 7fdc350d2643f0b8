package dev.terrace.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what the other modules reported. This module itself is still running; {@code ./verify} counts it. */
class NoSkippedTest {

    private static final List<String> ALL = List.of("surefire-reports", "failsafe-reports", "newest-jdk-reports");

    @Test
    void tests_skipped_none() throws IOException {
        List<String> skipped = new ArrayList<>();
        for (Path module : House.otherModules()) {
            skipped.addAll(Reports.of(module, ALL).skipped());
        }
        assertThat(skipped)
                .as("skipped tests: a suite that skips is not a pass; give the test what it waits for, or delete it")
                .isEmpty();
    }

    @Test
    void modules_withTests_haveReports() throws IOException {
        List<String> silent = new ArrayList<>();
        for (Path module : House.otherModules()) {
            if (Reports.expected(module, "Test")
                    && Reports.of(module, List.of("surefire-reports")).files() == 0) {
                silent.add(module.getFileName() + ": *Test");
            }
            if (Reports.expected(module, "IT")
                    && Reports.of(module, List.of("failsafe-reports")).files() == 0) {
                silent.add(module.getFileName() + ": *IT");
            }
        }
        assertThat(silent)
                .as("modules that have tests but no report of them; run the whole build with ./verify")
                .isEmpty();
    }

    @Test
    void tests_time_isWithinItsBudget() throws IOException {
        Properties budgets = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of("src/test/resources/time-budgets.properties"))) {
            budgets.load(in);
        }
        List<String> late = new ArrayList<>();
        for (Path module : House.modules()) {
            Reports reports = Reports.of(module, ALL);
            String name = module.getFileName().toString();
            String budget = budgets.getProperty(name);
            if (reports.files() > 0 && budget == null) {
                late.add(name + " has tests but no budget");
            } else if (budget != null && reports.seconds() > Double.parseDouble(budget)) {
                late.add("%s took %.1f s of %s s".formatted(name, reports.seconds(), budget));
            }
        }
        assertThat(late)
                .as("tests over their time: find the slow ones in the module's reports and make them faster (inject"
                        + " the clock, share the server), or raise the budget in"
                        + " gates/src/test/resources/time-budgets.properties and say why in the commit")
                .isEmpty();
    }

    @Test
    void reports_plantedSkip_isFound(@TempDir Path module) throws IOException {
        Path directory = Files.createDirectories(module.resolve("target/failsafe-reports"));
        Files.writeString(directory.resolve("TEST-x.XIT.xml"), """
                <testsuite name="x.XIT" time="1,001.5" tests="2" errors="0" skipped="1" failures="0">
                  <testcase name="runs" classname="x.XIT" time="0.1"/>
                  <testcase name="waits" classname="x.XIT" time="0"><skipped message="no server"/></testcase>
                </testsuite>
                """);
        Files.writeString(directory.resolve("failsafe-summary.xml"), "<failsafe-summary/>");

        Reports reports = Reports.of(module, ALL);

        assertThat(reports.skipped()).singleElement().asString().startsWith("x.XIT.waits");
        assertThat(reports.seconds()).isEqualTo(1001.5);
        assertThat(reports.files()).isEqualTo(1);
    }

    @Test
    void expected_abstractOnly_isNot(@TempDir Path module) throws IOException {
        Path sources = Files.createDirectories(module.resolve("src/test/java"));
        Files.writeString(sources.resolve("BaseTest.java"), "abstract class BaseTest {}");
        assertThat(Reports.expected(module, "Test")).isFalse();
        Files.writeString(sources.resolve("XTest.java"), "class XTest extends BaseTest {}");
        assertThat(Reports.expected(module, "Test")).isTrue();
    }
}
