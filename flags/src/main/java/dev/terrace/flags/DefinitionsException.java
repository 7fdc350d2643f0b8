package dev.terrace.flags;

import java.util.List;

/**
 * Definitions that cannot be used. It names all that is wrong with them, up to a thousand problems; the message shows the
 * first hundred. Whatever was in force before stays so.
 *
 * <p>Thread-safety: as every exception, with an immutable list.
 *
 * @since 0.1.0
 */
public final class DefinitionsException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 100;

    private final transient List<Problem> problems;

    DefinitionsException(String what, List<Problem> problems) {
        super(message(what, problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * What is wrong.
     *
     * @return at least one, in the order of the lines
     */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(String what, List<Problem> problems) {
        StringBuilder text = new StringBuilder(what)
                .append(problems.size() == 1 ? ", one problem:" : ", " + problems.size() + " problems:");
        problems.stream().limit(SHOWN).forEach(problem -> text.append("\n  ").append(problem));
        if (problems.size() > SHOWN) {
            text.append("\n  and ").append(problems.size() - SHOWN).append(" more");
        }
        return text.toString();
    }
}
