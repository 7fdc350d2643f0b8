package dev.terrace.flags;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where code and definitions do not agree; see {@link DeclaredFlags#report}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param undefined flags that code declares and the definitions lack: code goes by its defaults
 * @param mistyped flags that code declares with another type than the definitions: the same
 * @param unused flags that are defined and that code does not declare, without the three switches
 * @param expired flags whose day of expiry has come
 * @param unanswered keys that were asked for and had no flag of the type asked for, and how often since the flags were made
 *
 * @since 0.1.0
 */
public record FlagReport(
        Set<String> undefined,
        Set<String> mistyped,
        Set<String> unused,
        Set<String> expired,
        Map<String, Long> unanswered) {

    /** Makes one; all is copied. */
    public FlagReport {
        undefined = Collections.unmodifiableSet(new TreeSet<>(undefined));
        mistyped = Collections.unmodifiableSet(new TreeSet<>(mistyped));
        unused = Collections.unmodifiableSet(new TreeSet<>(unused));
        expired = Collections.unmodifiableSet(new TreeSet<>(expired));
        unanswered = Collections.unmodifiableMap(new TreeMap<>(unanswered));
    }

    /**
     * Whether there is nothing to report.
     *
     * @return true if all parts are empty
     */
    public boolean isEmpty() {
        return undefined.isEmpty()
                && mistyped.isEmpty()
                && unused.isEmpty()
                && expired.isEmpty()
                && unanswered.isEmpty();
    }

    @Override
    public String toString() {
        return isEmpty()
                ? "Code and definitions agree, and no flag has expired\n"
                : line("declared and not defined", undefined)
                        + line("defined with another type than declared", mistyped)
                        + line("defined and not declared", unused)
                        + line("expired", expired)
                        + line("asked for and not answered", unanswered.entrySet());
    }

    private static String line(String what, Set<?> keys) {
        return keys.isEmpty() ? "" : what + ": " + keys + "\n";
    }
}
