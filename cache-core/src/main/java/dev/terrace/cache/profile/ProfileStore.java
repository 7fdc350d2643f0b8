package dev.terrace.cache.profile;

import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the profile of one cache is kept across restarts, as bytes that say themselves what they are.
 *
 * <p>Methods may block. Implementations are thread-safe; a recorder calls one at a time.
 *
 * @since 0.1.0
 */
public interface ProfileStore extends AutoCloseable {

    /** The most bytes that are read of a stored profile. */
    int MAXIMUM_BYTES = 64 << 20;

    /**
     * Says in a few words what and where this is, without secrets, for messages.
     *
     * @return such as {@code file products.profile}
     */
    String description();

    /**
     * Prepares the store. Called once, before anything else.
     *
     * @param host the namespace with its time and threads
     */
    default void open(Host host) {}

    /**
     * What was written last.
     *
     * @return the bytes; null if nothing ever was
     * @throws IOException if the store fails, or holds more than {@value #MAXIMUM_BYTES} bytes
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    byte @Nullable [] read() throws IOException, InterruptedException;

    /**
     * Replaces what was written before, wholly or not at all, also where the process or the machine dies meanwhile.
     *
     * @param profile the bytes
     * @throws IOException if it could not; what was there before is there still
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void write(byte[] profile) throws IOException, InterruptedException;

    /** Ends the use of the store. Idempotent. */
    @Override
    default void close() {}

    /**
     * Keeps the profile in a file, which its owner alone may read, where the file system knows of owners. It is replaced by renaming another
     * one, which is written and forced to the disk first.
     *
     * @param file the file; its directory must exist
     * @return a store
     */
    static ProfileStore file(Path file) {
        return new FileStore(file);
    }

    /**
     * Keeps the profile in a ledger, such as {@code jdbc.ledger()} or {@code redis.ledger()}. Services that have caches of one name in one
     * namespace share it: the last one that stores it wins.
     *
     * @param ledger a ledger that was not opened; this store opens and closes it
     * @param cache the cache's name
     * @return a store
     * @throws IllegalArgumentException if the name is not one that ledgers take
     */
    static ProfileStore ledger(Ledger ledger, String cache) {
        return new LedgerStore(ledger, cache);
    }
}
