package dev.terrace.gates;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.io.ObjectInputStream;
import java.lang.reflect.AccessibleObject;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.BaseStream;

/** What code may not do, wherever it stands. */
final class Manners {

    private static final Set<String> DELAYED_BY_THE_JDK = Set.of("orTimeout", "completeOnTimeout", "delayedExecutor");

    private Manners() {}

    static List<Rule> rules() {
        return List.of(
                new Rule(
                        "time and threads come from the cache's internal.time, and flags' wall time from theirs, alone",
                        noClasses()
                                .that()
                                // The testkit starts servers, and waits for them.
                                .resideOutsideOfPackages(
                                        "dev.terrace.cache.internal.time..",
                                        "dev.terrace.flags.internal.time..",
                                        "dev.terrace.testkit..")
                                .should()
                                .accessTargetWhere(
                                        DescribedPredicate.describe("makes time or threads", Manners::timeOrThread)),
                        "OwnTime.nanoTime",
                        "OwnTime.currentTimeMillis",
                        "OwnTime.instantNow",
                        "OwnTime.clockSystem",
                        "OwnTime.newThread",
                        "OwnTime.newSubclassOfThread",
                        "OwnTime.sleep",
                        "OwnTime.sleepByUnit",
                        "OwnTime.executors",
                        "OwnTime.newPool",
                        "OwnTime.commonPool",
                        "OwnTime.asyncWithoutExecutor",
                        "OwnTime.thenAsyncWithoutExecutor",
                        "OwnTime.asyncByMethodReference",
                        "OwnTime.orTimeout",
                        "OwnTime.completeOnTimeout",
                        "OwnTime.newTimer",
                        "OwnTime.parallelStream"),
                new Rule(
                        "nothing reads Java serialization",
                        noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class),
                        "ReadsSerialized"),
                new Rule(
                        "no class is loaded by its name",
                        noClasses()
                                .should()
                                .accessTargetWhere(
                                        DescribedPredicate.describe("loads a class by name", Manners::classByName)),
                        "LoadsByName.forName",
                        "LoadsByName.loadClass"),
                new Rule(
                        "nobody opens what is private",
                        noClasses()
                                .should()
                                .accessTargetWhere(DescribedPredicate.describe(
                                        "opens a private member",
                                        access -> access.getTargetOwner().isAssignableTo(AccessibleObject.class)
                                                && Set.of("setAccessible", "trySetAccessible")
                                                        .contains(access.getName()))),
                        "OpensPrivates"),
                new Rule(
                        "no static field changes",
                        fields().that().areStatic().should().beFinal(),
                        "StaticState"),
                new Rule(
                        "names say what a type is",
                        classes()
                                .should()
                                // Spring's own word, where Spring's users expect it.
                                .haveNameNotMatching(
                                        ".*[.$](?!TerraceCacheManager$)(Default[A-Z]\\w*|\\w*(Impl|Manager|Helper|Util|Utils))"),
                        "ThingImpl"));
    }

    private static boolean timeOrThread(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        if (name.equals(JavaConstructor.CONSTRUCTOR_NAME)) {
            return owner.isAssignableTo(Thread.class)
                    || owner.isAssignableTo(ExecutorService.class)
                    || owner.isAssignableTo(Timer.class);
        }
        if (owner.isEquivalentTo(System.class)) {
            return name.equals("nanoTime") || name.equals("currentTimeMillis");
        }
        if (owner.isEquivalentTo(Clock.class)) {
            return name.startsWith("system") || name.startsWith("tick");
        }
        if (owner.getPackageName().startsWith("java.time")) {
            return name.equals("now");
        }
        if (owner.isAssignableTo(Thread.class)) {
            return Set.of("sleep", "startVirtualThread", "ofVirtual", "ofPlatform")
                    .contains(name);
        }
        if (owner.isEquivalentTo(TimeUnit.class)) {
            return name.equals("sleep");
        }
        if (owner.isEquivalentTo(Executors.class) || name.equals("commonPool")) {
            return true;
        }
        if (owner.isAssignableTo(CompletionStage.class)) {
            return DELAYED_BY_THE_JDK.contains(name) || (name.endsWith("Async") && !takesExecutor(access));
        }
        return name.equals("parallelStream") || (name.equals("parallel") && owner.isAssignableTo(BaseStream.class));
    }

    private static boolean takesExecutor(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Executor.class));
    }

    private static boolean classByName(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return switch (access.getName()) {
            case "forName" -> owner.isEquivalentTo(Class.class);
            case "loadClass" -> owner.isAssignableTo(ClassLoader.class);
            case "findClass" -> owner.getName().equals("java.lang.invoke.MethodHandles$Lookup");
            default -> false;
        };
    }
}
