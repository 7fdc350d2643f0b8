package dev.terrace.cache;

import dev.terrace.cache.internal.envelope.Envelope;
import dev.terrace.cache.internal.envelope.EnvelopeFormat;
import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierWrite;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What values and removals of one cache look like on their way into a far tier. Immutable.
 *
 * @param life how long entries are fresh in the tier at most
 * @param stale how long they are kept after that
 */
record Packing(String cache, Duration life, Duration stale, Time time) {

    /** More would hold up the log, and whoever waits for it. */
    private static final int LARGEST_CARGO = 65_536;

    /** Longer than any load: a value that was stamped before the removal must find the mark when it arrives. */
    private static final Duration TOMBSTONE_LIFE = Duration.ofMinutes(10);

    /** A value in its place among the writes of its key. */
    TierWrite write(Parcel parcel, Position placed) {
        return write(parcel, placed, kept(parcel));
    }

    /** The same, to be kept for so long. */
    TierWrite write(Parcel parcel, Position placed, Duration kept) {
        return new TierWrite(parcel.key(), placed, false, envelope(parcel), kept);
    }

    /** How long a value is kept. */
    Duration kept(Parcel parcel) {
        return parcel.lifetime().in(life).plus(stale);
    }

    /** A value that travels with the log; null if it is too large. */
    @Nullable
    Cargo cargo(Parcel parcel) {
        return parcel.payload().bytes().length > LARGEST_CARGO
                ? null
                : new Cargo(cache, parcel.key(), false, envelope(parcel), kept(parcel));
    }

    private byte[] envelope(Parcel parcel) {
        Payload payload = parcel.payload();
        return EnvelopeFormat.write(new Envelope(
                payload.kind(),
                payload.codec(),
                parcel.key(),
                parcel.stamped(),
                time.currentTimeMillis(),
                parcel.lifetime().in(life),
                stale,
                parcel.validator(),
                parcel.dependencies(),
                payload.bytes()));
    }

    /** The mark that a key was removed. */
    TierWrite tombstone(Digest key, Position placed) {
        Envelope mark = Envelope.tombstone(key, placed, time.currentTimeMillis(), TOMBSTONE_LIFE);
        return new TierWrite(key, placed, true, EnvelopeFormat.write(mark), TOMBSTONE_LIFE);
    }

    /** A removal that travels with the log. */
    Cargo cargo(Digest key, Position known) {
        TierWrite tombstone = tombstone(key, known);
        return new Cargo(cache, tombstone.key(), true, tombstone.envelope(), tombstone.life());
    }
}
