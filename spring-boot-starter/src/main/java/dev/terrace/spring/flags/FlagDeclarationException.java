package dev.terrace.spring.flags;

import dev.terrace.flags.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The flags that the application's code names are not those that are defined. It names all that is wrong.
 *
 * <p>Thread-safety: as every exception, with an immutable list.
 *
 * @since 0.1.0
 */
public final class FlagDeclarationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    FlagDeclarationException(List<Problem> problems) {
        super("The flags that code names cannot be used as it names them:\n"
                + problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return at least one problem
     */
    public List<Problem> problems() {
        return problems;
    }
}
