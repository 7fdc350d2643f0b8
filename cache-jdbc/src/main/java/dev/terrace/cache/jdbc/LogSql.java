package dev.terrace.cache.jdbc;

import org.jspecify.annotations.Nullable;

/** The statements of the invalidation log. Immutable. */
final class LogSql {

    /** Reads the head and keeps it from changing until the transaction ends: log. Who appends does this first. */
    final String lockHead;

    /** Keeps the head as it is until the transaction ends: log. Null where one statement reads of one moment without. */
    final @Nullable String holdHead;

    /** Creates the head: log, namespace, format, epoch. */
    final String insertHead;

    /** Moves the head: epoch, sequence, horizon, key horizon, count of dependencies, count of keys, log. */
    final String updateHead;

    /** Writes the head as it is: log. */
    final String beat;

    /** The format of the records: log. */
    final String format;

    /**
     * The head, the token at its end, the token at a bookmark, and the records after a sequence, in one statement and so of one moment:
     * those of {@link #token}, log, log, sequence, limit. The head's columns stand in each row, and in one without a record if there is
     * none.
     */
    final String read;

    /**
     * The token at a place, 0 if another epoch's is there or none, no row if nothing is remembered of it: epoch, sequence, log,
     * sequence.
     */
    final String token;

    /** Where the log stands, and the token at a place of it: those of {@link #token}, log. */
    final String place;

    /** Remembers a token: log, first sequence, epoch, last sequence, token. */
    final String insertToken;

    /** Forgets tokens before a sequence: log, sequence. */
    final String trimTokens;

    /** Appends, all in one statement, see {@link Dialect#appendAtOnce}; null where that is not possible. */
    final @Nullable String appendAtOnce;

    /** The same with entries that travel with names, see {@link Dialect#appendWithCargo}; null where that is not possible. */
    final @Nullable String appendWithCargo;

    /** Gives a name its new last sequence: sequence, name, log. */
    final String updateRecord;

    /** Looks for a name: name, log. */
    final String findRecord;

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

    LogSql(Dialect dialect, Tables tables) {
        String log = tables.log();
        String record = tables.record();
        String append = tables.append();
        String head = "epoch, sequence, horizon, key_horizon, dependency_count, key_count, format";
        lockHead = "SELECT " + head + " FROM " + log + " WHERE log_id = ?" + dialect.forUpdate();
        @Nullable String share = dialect.forShare();
        holdHead = share == null ? null : "SELECT 1 FROM " + log + " WHERE log_id = ?" + share;
        insertHead = "INSERT INTO " + log + " (log_id, namespace, format, epoch, sequence, horizon, key_horizon,"
                + " dependency_count, key_count) VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0)";
        updateHead = "UPDATE " + log + " SET epoch = ?, sequence = ?, horizon = ?, key_horizon = ?,"
                + " dependency_count = ?, key_count = ? WHERE log_id = ?";
        beat = "UPDATE " + log + " SET sequence = sequence WHERE log_id = ?";
        format = "SELECT format FROM " + log + " WHERE log_id = ?";
        token = "SELECT CASE WHEN epoch = ? AND last_sequence >= ? THEN token ELSE 0 END FROM "
                + tokenOf(tables, "?", "?");
        place = "SELECT log.epoch, log.sequence, (" + token + ") at_place FROM " + log + " log WHERE log_id = ?";
        // The limit keeps PostgreSQL from asking for the tokens in each row.
        String atEnd =
                "SELECT CASE WHEN last.epoch = log.epoch AND last.last_sequence = log.sequence THEN last.token ELSE 0"
                        + " END FROM " + tokenOf(tables, "log.log_id", "log.sequence");
        read =
                "SELECT head.epoch, head.sequence, head.horizon, head.key_horizon, head.format, tail.sequence, tail.kind,"
                        + " tail.name, head.at_end, head.at_bookmark FROM (SELECT log_id, epoch, sequence, horizon, key_horizon,"
                        + " format, (" + atEnd + ") at_end, (" + token + ") at_bookmark FROM " + log
                        + " log WHERE log_id = ?"
                        + " LIMIT 1) head LEFT JOIN (SELECT log_id, sequence, kind, name FROM " + record
                        + " WHERE log_id = ? AND sequence > ? ORDER BY log_id, sequence LIMIT ?) tail ON tail.log_id ="
                        + " head.log_id ORDER BY tail.sequence";
        appendAtOnce = dialect.appendAtOnce(tables);
        appendWithCargo = dialect.appendWithCargo(tables);
        insertToken = "INSERT INTO " + tables.token() + " (log_id, first_sequence, epoch, last_sequence, token)"
                + " VALUES (?, ?, ?, ?, ?)";
        trimTokens = "DELETE FROM " + tables.token() + " WHERE log_id = ? AND first_sequence < ?";
        updateRecord = "UPDATE " + record + " SET sequence = ? WHERE name_id = ? AND log_id = ?";
        findRecord = "SELECT 1 FROM " + record + " WHERE name_id = ? AND log_id = ?";
        insertRecord = "INSERT INTO " + record + " (name_id, log_id, kind, name, sequence)" + " VALUES (?, ?, ?, ?, ?)";
        trimTo = "SELECT sequence FROM " + record + " WHERE log_id = ? AND kind = ? AND sequence > ?"
                + " ORDER BY log_id, sequence LIMIT 1 OFFSET ?";
        trim = "DELETE FROM " + record + " WHERE log_id = ? AND kind = ? AND sequence > ? AND sequence <= ?";
        findAppend = "SELECT epoch, first_sequence FROM " + append + " WHERE append_id = ? AND log_id = ?";
        insertAppend = "INSERT INTO " + append + " (append_id, log_id, epoch, first_sequence)" + " VALUES (?, ?, ?, ?)";
        deleteAppend = "DELETE FROM " + append + " WHERE append_id = ? AND log_id = ?";
        trimAppends = "DELETE FROM " + append + " WHERE log_id = ? AND first_sequence < ?";
    }

    /** The token of the last transaction that has begun at or before a sequence. */
    static String tokenOf(Tables tables, String log, String sequence) {
        return tables.token() + " last WHERE last.log_id = " + log + " AND last.first_sequence <= " + sequence
                + " ORDER BY last.log_id, last.first_sequence DESC, last.epoch DESC LIMIT 1";
    }
}
