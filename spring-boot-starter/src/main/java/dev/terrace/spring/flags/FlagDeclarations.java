package dev.terrace.spring.flags;

import dev.terrace.flags.DeclaredFlags;
import dev.terrace.flags.DefinitionsException;
import dev.terrace.flags.Flags;
import dev.terrace.flags.Problem;
import dev.terrace.flags.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Interfaces are bound when somebody wants their beans, which is while other beans are still being made. What is wrong with the flags is told only
 * when all beans are there: then guards know their methods as well, and one message has everything. Until then a flag that is not
 * defined answers its default, which nobody outside sees, since no request has come in yet.
 *
 * An interface that is itself wrong cannot be bound at all, so that is told at once, together with what is known of the others.
 */
/**
 * The flags that the application's code names: by interfaces, by beans of type {@link DeclaredFlags}, and by {@link WhenFlag}. Checked against
 * the definitions by {@link FlagsAtStart}, when all beans are there.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class FlagDeclarations {

    private static final Logger LOG = LoggerFactory.getLogger(FlagDeclarations.class);

    private final Flags flags;
    private final RequestFlags evaluator;
    private final DeclaredFlags interfaces;
    private final Collection<DeclaredFlags> others;
    private final FlagGuards guards;
    private final boolean fails;

    /**
     * Makes them.
     *
     * @param flags what is checked
     * @param evaluator what evaluates the methods of interfaces
     * @param named the interfaces
     * @param others what else code declares
     * @param guards the guarded methods
     * @param fails whether flags that are not defined stop the start; else they are logged
     */
    public FlagDeclarations(
            Flags flags,
            RequestFlags evaluator,
            Collection<FlagInterfaces> named,
            Collection<DeclaredFlags> others,
            FlagGuards guards,
            boolean fails) {
        this.flags = flags;
        this.evaluator = evaluator;
        this.others = List.copyOf(others);
        this.guards = guards;
        this.fails = fails;
        DeclaredFlags all = DeclaredFlags.none();
        for (FlagInterfaces some : named) {
            for (Class<?> type : some.types()) {
                all = all.and(type);
            }
        }
        interfaces = all;
    }

    /** The bean of an interface that was named. */
    <T> T bind(Class<T> type) {
        try {
            return interfaces.bindAnyway(type, evaluator);
        } catch (DefinitionsException mistakes) {
            throw new FlagDeclarationException(problems(flags.snapshot()));
        }
    }

    /**
     * What is wrong with the flags that code names.
     *
     * @param snapshot the definitions
     * @return all of it; empty if nothing is
     */
    public List<Problem> problems(Snapshot snapshot) {
        Set<Problem> all = new LinkedHashSet<>(interfaces.problems(snapshot));
        others.forEach(declared -> all.addAll(declared.problems(snapshot)));
        all.addAll(guards.problems(snapshot));
        return new ArrayList<>(all);
    }

    /**
     * Checks what code names against the definitions in force. What is wrong, and does not have to stop the start, is logged.
     *
     * @throws FlagDeclarationException if an interface or a guard is itself wrong, or a flag is not defined and that is to stop the start
     */
    public void check() {
        List<Problem> problems = problems(flags.snapshot());
        boolean isWrong = !guards.mistakes().isEmpty() || !interfaces.mistakes().isEmpty();
        if (isWrong || (fails && !problems.isEmpty())) {
            throw new FlagDeclarationException(problems);
        }
        if (!problems.isEmpty()) {
            LOG.warn(
                    "Code names flags that are not defined so; they answer their defaults:\n{}",
                    new FlagDeclarationException(problems).getMessage());
        }
    }
}
