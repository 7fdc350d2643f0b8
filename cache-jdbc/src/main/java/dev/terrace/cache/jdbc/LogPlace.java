package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Position;

/**
 * Whose log it is.
 *
 * @param id the key of its row, not to be modified
 * @param channel where appends are rung, an identifier
 * @param self by what this node knows its own rings
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogPlace(Host host, Database database, String namespace, byte[] id, String channel, String self) {

    LogPlace(Host host, Database database) {
        this(
                host,
                database,
                host.namespace(),
                Ids.log(host.namespace()),
                "terrace_" + Ids.channel(database.settings().tables().log(), host.namespace()),
                Long.toHexString(LogToken.random()));
    }

    /** The epoch of a log that begins now, for somebody who knows of another one. */
    long newEpoch(long knownEpoch) {
        return Math.max(host.time().currentTimeMillis(), knownEpoch + 1);
    }

    /**
     * Whether somebody has been further than the log is: it was replaced by an older copy, or has lost its end. What it
     * appends now would get sequences that stood for something else, so it has to become another log.
     */
    static boolean isBehind(Position log, Position known) {
        return known.compareTo(log) > 0;
    }

    void checkFormat(int format) {
        if (format > LogHead.FORMAT) {
            throw Advice.newerLog(database.where(), namespace, format, LogHead.FORMAT);
        }
    }
}
