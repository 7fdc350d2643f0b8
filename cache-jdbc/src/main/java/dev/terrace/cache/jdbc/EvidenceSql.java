package dev.terrace.cache.jdbc;

/** The statements of the ledger's evidence. Immutable. */
final class EvidenceSql {

    /** Puts a newer version into a cell: version, content, collection, key id, source id, version. */
    final String update;

    /** Counts the cell itself and all cells of its key: source id, collection, key id. */
    final String count;

    /** Makes a cell: collection, key id, source id, source, version, content. */
    final String insert;

    /** All cells of a key with their age: collection, key id. */
    final String read;

    /** Removes the cells of a key from an age on: collection, key id, age. */
    final String purge;

    EvidenceSql(Dialect dialect, Tables tables) {
        String table = tables.ledgerEvidence();
        String now = dialect.now();
        String age = dialect.greatest(now + " - taken_at", "0");
        String ofKey = " WHERE collection_id = ? AND key_id = ?";
        update = "UPDATE " + table + " SET version = ?, content = ?, taken_at = " + now + ofKey
                + " AND source_id = ? AND version < ?";
        count = "SELECT COUNT(CASE WHEN source_id = ? THEN 1 END), COUNT(*) FROM " + table + ofKey;
        insert = "INSERT INTO " + table + " (collection_id, key_id, source_id, source, version, content, taken_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, " + now + ")";
        read = "SELECT source, version, " + age + ", content FROM " + table + ofKey;
        purge = "DELETE FROM " + table + ofKey + " AND " + age + " >= ?";
    }
}
