package dev.terrace.cache.jdbc;

/** The statements of the invalidation log. Immutable. */
final class LogSql {

    /** Reads the head and keeps it from changing until the transaction ends: log. Who appends does this first. */
    final String lockHead;

    /** Creates the head: log, namespace, format, epoch. */
    final String insertHead;

    /** Moves the head: epoch, sequence, horizon, key horizon, count of dependencies, count of keys, log. */
    final String updateHead;

    /** Writes the head as it is: log. */
    final String beat;

    /** The format of the records: log. */
    final String format;

    /**
     * The head with the records after a sequence, in one statement and so of one moment: log, sequence, limit, log. The head's
     * columns stand in each row, and in one without a record if there is none.
     */
    final String read;

    /** Gives a name its new last sequence: sequence, name, log. */
    final String updateRecord;

    /** Adds a name: name id, log, kind, name, sequence. */
    final String insertRecord;

    /** The last sequence of the first so many records of a kind: log, kind, horizon, one less than so many. */
    final String trimTo;

    /** Forgets the records of a kind up to a sequence: log, kind, horizon, sequence. */
    final String trim;

    /** Where an append went: append, log. */
    final String findAppend;

    /** Remembers an append: append, log, epoch, first sequence. */
    final String insertAppend;

    /** Forgets one append: append, log. */
    final String deleteAppend;

    /** Forgets appends before a sequence: log, sequence. */
    final String trimAppends;

    LogSql(Tables tables) {
        String log = tables.log();
        String record = tables.record();
        String append = tables.append();
        String head = "epoch, sequence, horizon, key_horizon, dependency_count, key_count, format";
        lockHead = "SELECT " + head + " FROM " + log + " WHERE log_id = ? FOR UPDATE";
        insertHead = "INSERT INTO " + log + " (log_id, namespace, format, epoch, sequence, horizon, key_horizon,"
                + " dependency_count, key_count) VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0)";
        updateHead = "UPDATE " + log + " SET epoch = ?, sequence = ?, horizon = ?, key_horizon = ?,"
                + " dependency_count = ?, key_count = ? WHERE log_id = ?";
        beat = "UPDATE " + log + " SET sequence = sequence WHERE log_id = ?";
        format = "SELECT format FROM " + log + " WHERE log_id = ?";
        read = "SELECT head.epoch, head.sequence, head.horizon, head.key_horizon, head.format, tail.sequence,"
                + " tail.kind,"
                + " tail.name"
                + " FROM"
                + " " + log + " head LEFT JOIN (SELECT log_id, sequence, kind, name FROM " + record
                + " WHERE log_id = ? AND sequence > ? ORDER BY log_id, sequence LIMIT ?) tail ON tail.log_id ="
                + " head.log_id WHERE head.log_id = ? ORDER BY tail.sequence";
        updateRecord = "UPDATE " + record + " SET sequence = ? WHERE name_id = ? AND log_id = ?";
        insertRecord = "INSERT INTO " + record + " (name_id, log_id, kind, name, sequence)" + " VALUES (?, ?, ?, ?, ?)";
        trimTo = "SELECT sequence FROM " + record + " WHERE log_id = ? AND kind = ? AND sequence > ?"
                + " ORDER BY log_id, sequence LIMIT 1 OFFSET ?";
        trim = "DELETE FROM " + record + " WHERE log_id = ? AND kind = ? AND sequence > ? AND sequence <= ?";
        findAppend = "SELECT epoch, first_sequence FROM " + append + " WHERE append_id = ? AND log_id = ?";
        insertAppend = "INSERT INTO " + append + " (append_id, log_id, epoch, first_sequence) VALUES (?, ?, ?, ?)";
        deleteAppend = "DELETE FROM " + append + " WHERE append_id = ? AND log_id = ?";
        trimAppends = "DELETE FROM " + append + " WHERE log_id = ? AND first_sequence < ?";
    }
}
