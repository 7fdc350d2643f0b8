package dev.terrace.gates;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may know whom. The two dots in {@code dev.terrace..cache} let one rule object judge both the house and the planted
 * classes, which repeat its packages further down.
 */
final class Arrows {

    private static final String HOUSE = "dev.terrace..";
    private static final String API = "dev.terrace..cache";
    private static final String CODEC = "dev.terrace.cache.jackson";
    private static final String SPI = "dev.terrace..cache.spi..";
    private static final String INTERNAL = "dev.terrace..cache.internal..";
    private static final String REDIS = "dev.terrace..cache.redis..";
    private static final String JDBC = "dev.terrace..cache.jdbc..";
    private static final String FLAGS = "dev.terrace..flags..";
    private static final String SPRING = "dev.terrace..spring..";
    private static final String AUTO = "dev.terrace..spring.autoconfigure..";
    private static final String[] CORE_PARTS = {
        CODEC,
        "dev.terrace.cache.analytics",
        "dev.terrace.cache.micrometer",
        "dev.terrace.cache.profile",
        "dev.terrace.cache.tuning",
        "dev.terrace.cache.warm"
    };
    private static final String TESTKIT = "dev.terrace..testkit..";

    private Arrows() {}

    static List<Rule> rules() {
        return List.of(
                new Rule(
                        "the core's spi knows nothing else of the house",
                        knowsOnly(SPI, SPI),
                        "cache.spi.SpiThatKnows"),
                new Rule(
                        "the core's internals know only the spi",
                        knowsOnly(INTERNAL, INTERNAL, SPI),
                        "cache.internal.InternalThatKnowsTheApi"),
                new Rule(
                        "the core's API and engine know no other module",
                        knowsOnly(API, API, SPI, INTERNAL, CODEC),
                        "cache.ApiThatKnowsABackend"),
                new Rule(
                        "the Redis backend knows the core's API and spi",
                        knowsOnly(REDIS, REDIS, API, SPI),
                        "cache.redis.RedisThatKnowsJdbc",
                        "cache.redis.RedisThatKnowsInternals"),
                new Rule(
                        "the JDBC backend knows the core's API and spi",
                        knowsOnly(JDBC, JDBC, API, SPI),
                        "cache.jdbc.JdbcThatKnowsFlags",
                        "cache.jdbc.JdbcThatKnowsInternals"),
                new Rule(
                        "flags know the core's API and spi, and no driver",
                        knowsOnly(FLAGS, FLAGS, API, SPI),
                        "flags.FlagsThatKnowRedis"),
                new Rule(
                        "the starter knows every module's front, and no test code",
                        knowsOnly(SPRING, and(CORE_PARTS, SPRING, REDIS, JDBC, FLAGS, API, SPI)),
                        "spring.StarterThatKnowsTheTestkit",
                        "spring.StarterThatKnowsInternals"),
                new Rule(
                        "the starter's parts know nothing of what configures them",
                        noClasses()
                                .that(resideInAPackage(SPRING).and(not(resideInAPackage(AUTO))))
                                .should()
                                .dependOnClassesThat(resideInAPackage(AUTO)),
                        "spring.StarterThatKnowsItsConfiguration"),
                new Rule(
                        "the testkit knows the core's API and spi",
                        knowsOnly(TESTKIT, TESTKIT, API, SPI),
                        "testkit.TestkitThatKnowsInternals"),
                new Rule(
                        "no package uses the internals of one that it does not lie under",
                        classes().should(keepOutOfForeignInternals()),
                        "spring.StarterThatKnowsInternals"),
                new Rule(
                        "packages form no cycle",
                        slices().matching("dev.terrace.(**)").should().beFreeOfCycles(),
                        "Cycle detected"));
    }

    private static String[] and(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private static ArchRule knowsOnly(String who, String... whom) {
        return noClasses()
                .that()
                .resideInAPackage(who)
                .should()
                .dependOnClassesThat(resideInAPackage(HOUSE).and(not(resideInAnyPackage(whom))));
    }

    /** The backends lie under the core's package and are not its own; for them the rules of each arrow hold besides. */
    private static ArchCondition<JavaClass> keepOutOfForeignInternals() {
        return new ArchCondition<>("keep out of foreign internals") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    String known = dependency.getTargetClass().getPackageName();
                    int internal = (known + ".").indexOf(".internal.");
                    if (known.startsWith("dev.terrace.")
                            && internal >= 0
                            && !(type.getPackageName() + ".").startsWith(known.substring(0, internal) + ".")) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }
}
