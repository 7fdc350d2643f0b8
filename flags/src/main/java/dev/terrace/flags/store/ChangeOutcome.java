package dev.terrace.flags.store;

import dev.terrace.cache.spi.Position;
import dev.terrace.flags.Problem;
import java.util.List;

/**
 * What became of a change.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public sealed interface ChangeOutcome {

    /**
     * All of it was made, and its audit record with it.
     *
     * @param version the version that it made; its sequence is that of the audit record
     */
    record Applied(Position version) implements ChangeOutcome {}

    /**
     * Everything is already as the change wants it. Nothing was written.
     *
     * @param version the version that is
     */
    record Unchanged(Position version) implements ChangeOutcome {}

    /**
     * Nothing was made: what would result cannot be used.
     *
     * @param problems all that is wrong; not empty
     */
    record Refused(List<Problem> problems) implements ChangeOutcome {

        /** Copies the problems. */
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Nothing was made: what the change touches is no longer as it was. Read again, look at the differences, and change that.
     *
     * @param expected the version that the change was thought of for
     * @param current the version that is
     * @param keys what was changed in between, such as {@code flag/new_checkout}; empty where the store has become another one, and
     *     nobody can tell
     */
    record Conflict(Position expected, Position current, List<String> keys) implements ChangeOutcome {

        /** Copies the keys. */
        public Conflict {
            keys = List.copyOf(keys);
        }
    }
}
