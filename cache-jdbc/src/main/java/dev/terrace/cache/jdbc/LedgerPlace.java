package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Host;

/**
 * Which collection it is.
 *
 * @param id the key of its row, not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LedgerPlace(Host host, Database database, String collection, byte[] id) {

    LedgerPlace(Host host, Database database, String collection) {
        this(host, database, collection, Ids.collection(host.namespace(), collection));
    }

    /** The epoch of a collection that begins now, for somebody who knows of another one. */
    long newEpoch(long knownEpoch) {
        return Math.max(host.time().currentTimeMillis(), knownEpoch + 1);
    }

    void checkFormat(int format) {
        if (format > LedgerHead.FORMAT) {
            throw Advice.newerLedger(database.where(), format, LedgerHead.FORMAT);
        }
    }
}
