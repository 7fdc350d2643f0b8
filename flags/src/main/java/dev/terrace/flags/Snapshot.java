package dev.terrace.flags;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Definitions, compiled for a setting: what {@link Flags} evaluates.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class Snapshot {

    private static final Snapshot EMPTY = new Snapshot(0, Map.of(), List.of());

    private final long version;
    private final Map<String, CompiledFlag> flags;
    private final List<String> warnings;

    Snapshot(long version, Map<String, CompiledFlag> flags, List<String> warnings) {
        this.version = version;
        this.flags = new HashMap<>(flags);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * No flags at all: every evaluation answers the caller's default.
     *
     * @return always the same
     */
    public static Snapshot empty() {
        return EMPTY;
    }

    /**
     * The version of the document.
     *
     * @return 0 where it has none
     */
    public long version() {
        return version;
    }

    /**
     * The keys of all flags.
     *
     * @return sorted
     */
    public Set<String> keys() {
        return new TreeSet<>(flags.keySet());
    }

    /**
     * What a definition tells people.
     *
     * @param key a flag's key
     * @return null if there is no such flag
     */
    public @Nullable FlagInfo info(String key) {
        CompiledFlag flag = flags.get(key);
        return flag == null ? null : flag.info;
    }

    /**
     * What is odd and does no harm, such as an environment variable that names no flag.
     *
     * @return for people; unmodifiable
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Checks that the flags which code knows are defined, with the types that it knows. Call it at start.
     *
     * @param known the constants
     * @throws DefinitionsException that names all which are not
     */
    public void require(Collection<? extends Flag<?>> known) {
        List<Problem> problems = missing(known);
        if (!problems.isEmpty()) {
            throw new DefinitionsException("The flags that code knows are not those that are defined", problems);
        }
    }

    /** What is wrong with flags that code knows. */
    List<Problem> missing(Collection<? extends Flag<?>> known) {
        List<Problem> problems = new ArrayList<>();
        for (Flag<?> flag : known) {
            CompiledFlag defined = flags.get(flag.key());
            if (defined == null) {
                problems.add(new Problem(
                        0,
                        flag.key(),
                        "code asks for this flag, and it is not defined",
                        "define it, or correct the key"));
            } else if (defined.type != flag.type()) {
                problems.add(new Problem(
                        0,
                        flag.key(),
                        "code asks for a flag of type " + flag.type().word() + ", and it is defined as "
                                + defined.type.word(),
                        "make the two the same"));
            }
        }
        return problems;
    }

    /**
     * The flags that are defined and that code does not know, without the three switches.
     *
     * @param known the constants
     * @return their keys, sorted
     */
    public Set<String> unused(Collection<? extends Flag<?>> known) {
        Set<String> asked = known.stream().map(Flag::key).collect(Collectors.toSet());
        return flags.keySet().stream()
                .filter(key -> !asked.contains(key) && Switch.of(key) == null)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The flags that are there in only one of two snapshots, or that may answer something else in this one: their own
     * definition differs, or the segments, the prerequisites, the switches, the variable or the overrides that they go by.
     * The document's version alone changes no flag. A flag may be named that answers as before; none is left out that does not.
     *
     * @param before another snapshot
     * @return their keys, sorted
     */
    public Set<String> changedSince(Snapshot before) {
        Set<String> changed = new TreeSet<>();
        flags.forEach((key, flag) -> {
            CompiledFlag other = before.flags.get(key);
            if (other == null || other.fingerprint != flag.fingerprint) {
                changed.add(key);
            }
        });
        before.flags.keySet().stream().filter(key -> !flags.containsKey(key)).forEach(changed::add);
        return changed;
    }

    @Nullable
    CompiledFlag find(String key) {
        return flags.get(key);
    }
}
