package dev.terrace.cache.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * One append as a log tells its listeners of it.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id the {@linkplain Append#id() append's}
 * @param appended where its names stand
 * @param names its names, in order
 * @since 0.1.0
 */
public record Pushed(String id, Appended appended, List<Name> names) {

    /**
     * Copies the names.
     *
     * @throws IllegalArgumentException if there is no name
     */
    public Pushed {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("an append has at least one name");
        }
    }

    /**
     * Where the log stood before.
     *
     * @return the position just below the first name's
     */
    public Position before() {
        return new Position(appended.epoch(), appended.first() - 1);
    }

    /**
     * Where the log stood afterwards.
     *
     * @return the last name's position
     */
    public Position reached() {
        return appended.position(names.size() - 1);
    }

    /**
     * The names with their sequences.
     *
     * @return a new list, ascending by sequence; a name may occur more than once
     */
    public List<LogRecord> records() {
        List<LogRecord> records = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            records.add(new LogRecord(appended.position(i).sequence(), names.get(i)));
        }
        return records;
    }
}
