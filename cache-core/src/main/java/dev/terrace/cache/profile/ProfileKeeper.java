package dev.terrace.cache.profile;

import dev.terrace.cache.profile.ProfileException.Reason;
import dev.terrace.cache.spi.Host;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * What is found and what may be replaced. A profile that is damaged is of no use to anybody and is replaced. One of another cache, of other
 * keys or of another version is somebody's: it stays, and nothing is stored until somebody has decided. A store that cannot be read is asked
 * again before it is written, and what it then has is added to what was recorded meanwhile.
 */
/** Reads and writes the stored profile of one recorder. Thread-safe. */
final class ProfileKeeper<K> {

    private static final Logger LOG = LoggerFactory.getLogger(ProfileRecorder.class);

    private final String cache;
    private final KeyCodec<K> codec;
    private final ProfileStore store;
    private @Nullable ProfileException refusal; // guarded by this, as all use of the store

    ProfileKeeper(String cache, KeyCodec<K> codec, ProfileStore store) {
        this.cache = cache;
        this.codec = codec;
        this.store = store;
    }

    /** Opens the store, and gives the recorder what it holds. Never fails. */
    synchronized void open(Host host, ProfileRecorder<K> recorder) {
        try {
            store.open(host);
            restore(recorder);
        } catch (RuntimeException failure) {
            refusal = unreachable(failure);
        }
        ProfileException why = refusal;
        if (why != null) {
            LOG.warn("Cache '{}' starts without its profile: {}", cache, why.getMessage(), why.getCause());
        }
    }

    private void restore(ProfileRecorder<K> recorder) {
        refusal = null;
        try {
            byte[] stored = store.read();
            if (stored != null) {
                recorder.restore(ProfileFormat.read(stored, store.description(), cache, codec));
            }
        } catch (ProfileException unfit) {
            refusal = unfit;
        } catch (IOException | RuntimeException failure) {
            refusal = unreachable(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refusal = unreachable(e);
        }
    }

    private ProfileException unreachable(Exception failure) {
        return new ProfileException(
                Reason.UNREACHABLE,
                store.description() + " could not be read: check that it is there and may be used",
                failure);
    }

    /** Why what is stored is not used; null if it is, or nothing is stored. */
    synchronized @Nullable ProfileException refusal() {
        return refusal;
    }

    /**
     * Stores what is known.
     *
     * @throws ProfileException if what is stored must not be replaced, or could not be
     */
    synchronized void save(ProfileRecorder<K> recorder) {
        if (refusal != null && refusal.reason() == Reason.UNREACHABLE) {
            restore(recorder);
        }
        if (refusal != null && refusal.reason() != Reason.DAMAGED) {
            throw refusal;
        }
        try {
            store.write(ProfileFormat.write(recorder.profile(), codec));
            refusal = null;
        } catch (IOException | RuntimeException failure) {
            throw unwritten(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unwritten(e);
        }
    }

    private ProfileException unwritten(Exception failure) {
        return new ProfileException(
                Reason.UNREACHABLE,
                "the profile of cache '" + cache + "' could not be stored in " + store.description()
                        + ", which has the one before it still",
                failure);
    }

    /** The same; failures are logged. What must not be replaced was said when it was found. */
    void saveOrWarn(ProfileRecorder<K> recorder) {
        try {
            save(recorder);
        } catch (ProfileException failure) {
            if (failure.reason() == Reason.UNREACHABLE) {
                LOG.warn("{}", failure.getMessage(), failure.getCause());
            } else {
                LOG.debug("Nothing is stored: {}", failure.getMessage());
            }
        }
    }

    synchronized void close() {
        store.close();
    }
}
