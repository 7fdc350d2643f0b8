package dev.terrace.cache.spi;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The bounds of what {@link Lease leases} and {@link Ledger ledgers} take, and the checks that keep them, before anything is
 * sent. Messages name the bound and the cure, and repeat neither keys nor values.
 *
 * <p>Stateless and thread-safe.
 *
 * @since 0.1.0
 */
public final class Limits {

    /** The most bytes of UTF-8 that a record's key, a source or a holder may have. */
    public static final int MAXIMUM_KEY_BYTES = 256;

    /** The most bytes of one record. */
    public static final int MAXIMUM_RECORD_BYTES = 65_536;

    /** The most bytes of one trail record. */
    public static final int MAXIMUM_TRAIL_BYTES = 65_536;

    /** The most records that one change writes. */
    public static final int MAXIMUM_WRITES = 100;

    /** The most bytes that all records of one change have together. */
    public static final int MAXIMUM_CHANGE_BYTES = 1_048_576;

    /** The most records of one collection; removed ones count, for their version stays. */
    public static final int MAXIMUM_RECORDS = 20_000;

    /** The most bytes that all records of one collection have together. */
    public static final int MAXIMUM_COLLECTION_BYTES = 8_388_608;

    /** The most bytes of one cell of evidence. */
    public static final int MAXIMUM_EVIDENCE_BYTES = 8_192;

    /** The most sources whose evidence one key holds. */
    public static final int MAXIMUM_SOURCES = 1_000;

    /** The largest version and epoch: stores that count in doubles are exact up to here. */
    public static final long MAXIMUM_VERSION = (1L << 53) - 1;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    private Limits() {}

    /**
     * Checks the name of a lease or a collection: 1 to 128 of {@code A-Z}, {@code a-z}, {@code 0-9}, {@code .}, {@code _},
     * {@code :}, {@code /} and {@code -}, the first a letter or digit.
     *
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if it is another
     */
    public static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a lease or collection is named by 1 to 128 letters, digits, and . _ : / -"
                            + " after the first: choose such a name");
        }
        return name;
    }

    /**
     * Checks the id of a change: 1 to 64 letters, digits and {@code -}, such as a UUID.
     *
     * @param id the id
     * @return the id
     * @throws IllegalArgumentException if it is another
     */
    public static String id(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "a change's id has 1 to 64 letters, digits and -, the first none of the last: use a random UUID");
        }
        return id;
    }

    /**
     * Checks a key, a source or a holder: 1 to {@value #MAXIMUM_KEY_BYTES} bytes of UTF-8.
     *
     * @param what what it is, for the message
     * @param text the text
     * @return the text
     * @throws IllegalArgumentException if it is empty, longer, or has half of a surrogate pair
     */
    public static String text(String what, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(
                    "a " + what + " has half of a surrogate pair, which UTF-8 cannot write: use whole characters");
        }
        bytes(what, text.getBytes(StandardCharsets.UTF_8).length, 1, MAXIMUM_KEY_BYTES, "shorten it, or use a digest");
        return text;
    }

    /**
     * Checks a version that a source or a change gives, or a token.
     *
     * @param what what it is, for the message
     * @param version the number
     * @param least the smallest that is allowed
     * @return the number
     * @throws IllegalArgumentException if it is below the least or above {@link #MAXIMUM_VERSION}
     */
    public static long version(String what, long version, long least) {
        if (version < least || version > MAXIMUM_VERSION) {
            throw new IllegalArgumentException(
                    "a " + what + " is from " + least + " to 2^53-1: " + version + "; count up from the last one");
        }
        return version;
    }

    /**
     * Checks how long a lease is to last.
     *
     * @param ttl the time
     * @return whole milliseconds
     * @throws IllegalArgumentException if it is shorter than {@link Lease#SHORTEST} or longer than {@link Lease#LONGEST}
     */
    public static long ttlMillis(Duration ttl) {
        if (ttl.compareTo(Lease.SHORTEST) < 0 || ttl.compareTo(Lease.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a lease's ttl is from 1 ms to 1 day: " + ttl + "; renew it while it lasts");
        }
        return ttl.toMillis();
    }

    /**
     * Checks how many are asked for.
     *
     * @param limit the most to return or to remove
     * @return the number
     * @throws IllegalArgumentException if it is not positive
     */
    public static int limit(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("limit must be positive: " + limit);
        }
        return limit;
    }

    /**
     * Checks the size of a cell of evidence.
     *
     * @param evidence the bytes
     * @return the bytes
     * @throws IllegalArgumentException if there are more than {@value #MAXIMUM_EVIDENCE_BYTES}
     */
    public static byte[] evidence(byte[] evidence) {
        bytes("cell of evidence", evidence.length, 0, MAXIMUM_EVIDENCE_BYTES, "keep sums instead of what was summed");
        return evidence;
    }

    /**
     * Checks an age.
     *
     * @param age the age
     * @return milliseconds
     * @throws IllegalArgumentException if it is negative
     */
    public static long ageMillis(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("an age is not negative: " + age);
        }
        return Math.min(age.toMillis(), MAXIMUM_VERSION);
    }

    /**
     * The failure of a change that its collection has no room for.
     *
     * @param ledger the ledger's description
     * @param records whether there are too many records, not too many bytes
     * @return the failure, with the bound and the cure
     */
    public static IllegalStateException full(String ledger, boolean records) {
        return new IllegalStateException("a collection of the " + ledger + " is full: it holds at most "
                + (records ? MAXIMUM_RECORDS + " records, removed ones included" : MAXIMUM_COLLECTION_BYTES + " bytes")
                + "; use several collections");
    }

    /**
     * The failure of a merge that its key has no room for.
     *
     * @param ledger the ledger's description
     * @return the failure, with the bound and the cure
     */
    public static IllegalStateException tooManySources(String ledger) {
        return new IllegalStateException("a key of the " + ledger + " has evidence of " + MAXIMUM_SOURCES
                + " sources, the most: purge the old ones");
    }

    static void bytes(String what, int length, int least, int most, String cure) {
        if (length < least || length > most) {
            throw new IllegalArgumentException(
                    "a " + what + " has " + least + " to " + most + " bytes, this one has " + length + ": " + cure);
        }
    }
}
