package dev.terrace.cache.jdbc;

import org.jspecify.annotations.Nullable;

/** The statements of the ledger's records and trail. Immutable. */
final class LedgerSql {

    /** Reads the head and keeps it from changing until the transaction ends: collection. Who changes anything does this first. */
    final String lockHead;

    /** Keeps the head as it is until the transaction ends: collection. Null where one statement reads of one moment without. */
    final @Nullable String holdHead;

    /** Creates the head: collection, namespace, name, format, epoch. */
    final String insertHead;

    /** Moves the head: sequence, records, bytes, collection. */
    final String updateHead;

    /** What became of a change: change, collection. */
    final String findChange;

    /** Adds to the trail: collection, sequence, change, versions, content. */
    final String insertTrail;

    /** Adds a record: version, content, collection, key id, key. */
    final String insertRecord;

    /** Changes a record: version, content, collection, key id. */
    final String updateRecord;

    /**
     * The head with all records that are not removed, in one statement and so of one moment: collection. The head's columns stand
     * in each row, and in one without a record if there is none.
     */
    final String readAll;

    /** The head with one record, also of a removed one: key id, collection. */
    final String readOne;

    /** The head with the trail's records after a sequence: collection, sequence, limit, collection. */
    final String readTrail;

    private final String current;

    LedgerSql(Dialect dialect, Tables tables) {
        String head = tables.ledger();
        String record = tables.ledgerRecord();
        String trail = tables.ledgerTrail();
        lockHead = "SELECT format, epoch, sequence, record_count, byte_count FROM " + head + " WHERE collection_id = ?"
                + dialect.forUpdate();
        @Nullable String share = dialect.forShare();
        holdHead = share == null ? null : "SELECT 1 FROM " + head + " WHERE collection_id = ?" + share;
        insertHead = "INSERT INTO " + head + " (collection_id, namespace, name, format, epoch, sequence, record_count,"
                + " byte_count) VALUES (?, ?, ?, ?, ?, 0, 0, 0)";
        updateHead = "UPDATE " + head + " SET sequence = ?, record_count = ?, byte_count = ? WHERE collection_id = ?";
        findChange = "SELECT sequence, versions FROM " + trail + " WHERE change_id = ? AND collection_id = ?";
        insertTrail = "INSERT INTO " + trail + " (collection_id, sequence, change_id, versions, content)"
                + " VALUES (?, ?, ?, ?, ?)";
        insertRecord = "INSERT INTO " + record + " (version, content, collection_id, key_id, record_key)"
                + " VALUES (?, ?, ?, ?, ?)";
        updateRecord = "UPDATE " + record + " SET version = ?, content = ? WHERE collection_id = ? AND key_id = ?";
        String read = "SELECT head.format, head.epoch, head.sequence, held.record_key, held.version, held.content FROM "
                + head + " head LEFT JOIN " + record + " held ON held.collection_id = head.collection_id AND ";
        readAll = read + "held.content IS NOT NULL WHERE head.collection_id = ?";
        readOne = read + "held.key_id = ? WHERE head.collection_id = ?";
        readTrail = "SELECT head.format, head.epoch, head.sequence, tail.sequence, tail.content FROM " + head
                + " head LEFT JOIN (SELECT collection_id, sequence, content FROM " + trail
                + " WHERE collection_id = ? AND sequence > ? ORDER BY collection_id, sequence LIMIT ?) tail"
                + " ON tail.collection_id = head.collection_id WHERE head.collection_id = ? ORDER BY tail.sequence";
        current = "SELECT record_key, version, content FROM " + record + " WHERE collection_id = ? AND key_id IN ";
    }

    /** Records as they are, removed ones too: collection, then as many key ids as are told. */
    String current(int keys) {
        return current + "(" + "?, ".repeat(keys - 1) + "?)";
    }
}
