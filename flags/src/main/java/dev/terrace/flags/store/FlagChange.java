package dev.terrace.flags.store;

import dev.terrace.cache.spi.Limits;
import dev.terrace.cache.spi.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * What somebody wants to change, who and why.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id identifies the change: sent again with the same id, it is made once
 * @param actor who, 1 to 200 characters
 * @param reason why, 1 to 2,000 characters
 * @param expected the version that the change was thought of for, {@link StoredFlags#version}; it is refused if something that it touches
 *     has changed since
 * @param edits 1 to {@value #MAXIMUM_EDITS} edits of different things
 * @since 0.1.0
 */
public record FlagChange(String id, String actor, String reason, Position expected, List<Edit> edits) {

    /** The most edits of one change. */
    public static final int MAXIMUM_EDITS = Limits.MAXIMUM_WRITES - 1;

    private static final int LONGEST_ACTOR = 200;
    private static final int LONGEST_REASON = 2_000;

    /**
     * Checks the bounds and copies the edits.
     *
     * @throws IllegalArgumentException if a bound is not kept, or two edits are of the same thing
     */
    public FlagChange {
        Limits.id(id);
        check("an actor: who changes it", actor, LONGEST_ACTOR);
        check("a reason: why it is changed", reason, LONGEST_REASON);
        Objects.requireNonNull(expected, "a change needs the version that it was thought of for");
        edits = List.copyOf(edits);
        if (edits.isEmpty() || edits.size() > MAXIMUM_EDITS) {
            throw new IllegalArgumentException("a change has 1 to " + MAXIMUM_EDITS + " edits, this one has "
                    + edits.size() + ": make several changes");
        }
        Set<String> keys = new HashSet<>();
        for (Edit edit : edits) {
            if (!keys.add(edit.key())) {
                throw new IllegalArgumentException(
                        "a change edits " + edit.key() + " twice: keep one of the two edits");
            }
        }
    }

    /**
     * With an id of its own.
     *
     * @param actor who
     * @param reason why
     * @param expected the version that it was thought of for
     * @param edits what
     * @return the change
     * @throws IllegalArgumentException if a bound is not kept, or two edits are of the same thing
     */
    public static FlagChange of(String actor, String reason, Position expected, Edit... edits) {
        return new FlagChange(UUID.randomUUID().toString(), actor, reason, expected, List.of(edits));
    }

    private static void check(String what, String text, int longest) {
        if (text.isBlank() || text.length() > longest) {
            throw new IllegalArgumentException(
                    "a change needs " + what + ", in 1 to " + longest + " characters; this one has " + text.length());
        }
    }
}
