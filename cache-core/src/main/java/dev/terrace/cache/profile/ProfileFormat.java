package dev.terrace.cache.profile;

import dev.terrace.cache.profile.ProfileException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/*
 * A stored profile:
 *
 *   int   magic "TRPF"
 *   byte  version
 *   int   CRC-32C of all that follows
 *   text  cache, text id of the key codec            (not deflated: so it can be told whose profile this is)
 *   deflated:
 *     text zone, long millis until when it was recorded
 *     int rows; each: key, float weight, int the hours that have reads as bits, a float for each of these
 *     int keys with followers; each: key, float total, byte followers, each: key, float count
 *
 * A key is its bytes, after their number as an unsigned short; a text is UTF-8 in the same form as DataOutput has. Everything is read and checked before
 * anything is used. Nothing is allocated by a number that stands in the file: lists grow as rows are read, and what is inflated is bounded.
 */
/** Writes profiles, and reads them. Stateless. */
final class ProfileFormat {

    static final int VERSION = 1;
    static final int MAXIMUM_KEY_BYTES = 65_535;

    private static final int MAGIC = 0x54525046;
    private static final int HEADER = 2 * Integer.BYTES + 1;
    private static final long MOST_INFLATED = 1L << 30;

    private ProfileFormat() {}

    /**
     * The stored form; keys that the codec cannot write, or that are too long, are left out.
     *
     * @throws IOException never, as it is written into memory
     */
    static <K> byte[] write(AccessProfile<K> profile, KeyCodec<K> codec) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream plain = new DataOutputStream(bytes);
        plain.writeUTF(profile.cache());
        plain.writeUTF(codec.id());
        DeflaterOutputStream deflated = new DeflaterOutputStream(bytes);
        DataOutputStream out = new DataOutputStream(deflated);
        out.writeUTF(profile.zone().getId());
        out.writeLong(profile.recorded().toEpochMilli());
        List<AccessProfile.Row<K>> rows = profile.rows().stream()
                .filter(row -> isWritable(codec, row.key()))
                .toList();
        out.writeInt(rows.size());
        for (AccessProfile.Row<K> row : rows) {
            key(out, codec.encode(row.key()));
            out.writeFloat((float) row.weight());
            hours(out, row.hours());
        }
        followers(out, profile.followers(), codec);
        out.flush();
        deflated.finish();
        byte[] body = bytes.toByteArray();
        return ByteBuffer.allocate(HEADER + body.length)
                .putInt(MAGIC)
                .put((byte) VERSION)
                .putInt(checksum(body, 0))
                .put(body)
                .array();
    }

    private static <K> void followers(
            DataOutputStream out, Map<K, AccessProfile.Followers<K>> followers, KeyCodec<K> codec) throws IOException {
        List<Map.Entry<K, AccessProfile.Followers<K>>> known = followers.entrySet().stream()
                .filter(one -> isWritable(codec, one.getKey())
                        && one.getValue().next().stream().allMatch(next -> isWritable(codec, next.key())))
                .toList();
        out.writeInt(known.size());
        for (Map.Entry<K, AccessProfile.Followers<K>> one : known) {
            key(out, codec.encode(one.getKey()));
            out.writeFloat((float) one.getValue().total());
            out.writeByte(one.getValue().next().size());
            for (AccessProfile.Next<K> next : one.getValue().next()) {
                key(out, codec.encode(next.key()));
                out.writeFloat((float) next.count());
            }
        }
    }

    private static <K> boolean isWritable(KeyCodec<K> codec, K key) {
        try {
            return codec.encode(key).length <= MAXIMUM_KEY_BYTES;
        } catch (RuntimeException refused) { // the user's function may throw anything
            return false;
        }
    }

    private static void key(DataOutputStream out, byte[] key) throws IOException {
        out.writeShort(key.length);
        out.write(key);
    }

    private static void hours(DataOutputStream out, float[] hours) throws IOException {
        int known = 0;
        for (int hour = 0; hour < Sketch.HOURS; hour++) {
            known |= hours[hour] > 0 ? 1 << hour : 0;
        }
        out.writeInt(known);
        for (int hour = 0; hour < Sketch.HOURS; hour++) {
            if (hours[hour] > 0) {
                out.writeFloat(hours[hour]);
            }
        }
    }

    private static int checksum(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, bytes.length - from);
        return (int) crc.getValue();
    }

    /**
     * Reads the profile of a cache.
     *
     * @throws ProfileException if it is damaged, of another version, of another cache or of other keys
     */
    static <K> AccessProfile<K> read(byte[] stored, String where, String cache, KeyCodec<K> codec) {
        checkWhole(stored, where);
        try {
            ByteArrayInputStream bytes = new ByteArrayInputStream(stored, HEADER, stored.length - HEADER);
            DataInputStream plain = new DataInputStream(bytes);
            String of = plain.readUTF();
            if (!of.equals(cache)) {
                throw new ProfileException(
                        Reason.OTHER_CACHE,
                        where + " holds the profile of cache '" + of + "', not of '" + cache
                                + "': give each cache a store of its own");
            }
            String keys = plain.readUTF();
            if (!keys.equals(codec.id())) {
                throw new ProfileException(
                        Reason.OTHER_KEYS,
                        where + " holds keys of form '" + keys + "', cache '" + cache + "' has '" + codec.id()
                                + "': remove it once the change is wanted, or give the codec that wrote it");
            }
            DataInputStream in = new DataInputStream(new Bounded(new InflaterInputStream(bytes)));
            AccessProfile<K> profile = body(in, cache, codec);
            if (in.read() >= 0) {
                throw damaged(where, null);
            }
            return profile;
        } catch (IOException | DateTimeException | IllegalArgumentException unreadable) {
            throw damaged(where, unreadable);
        }
    }

    private static void checkWhole(byte[] stored, String where) {
        if (stored.length < HEADER || ByteBuffer.wrap(stored).getInt() != MAGIC) {
            throw damaged(where, null);
        }
        int version = stored[Integer.BYTES] & 0xff;
        if (version != VERSION) {
            throw new ProfileException(
                    Reason.OTHER_VERSION,
                    where + " holds a profile of format " + version + ", this version of Terrace knows " + VERSION
                            + ": remove it to begin a new one");
        }
        if (ByteBuffer.wrap(stored, Integer.BYTES + 1, Integer.BYTES).getInt() != checksum(stored, HEADER)) {
            throw damaged(where, null);
        }
    }

    private static ProfileException damaged(String where, @Nullable Throwable cause) {
        String message = where + " does not hold a whole profile: nothing of it is used, and the next one replaces it";
        return cause == null
                ? new ProfileException(Reason.DAMAGED, message)
                : new ProfileException(Reason.DAMAGED, message, cause);
    }

    private static <K> AccessProfile<K> body(DataInputStream in, String cache, KeyCodec<K> codec) throws IOException {
        ZoneId zone = ZoneId.of(in.readUTF());
        Instant recorded = Instant.ofEpochMilli(in.readLong());
        List<AccessProfile.Row<K>> rows = new ArrayList<>();
        for (int count = in.readInt(); count > 0; count--) {
            K key = key(in, codec);
            float weight = number(in);
            rows.add(new AccessProfile.Row<>(key, weight, hours(in)));
        }
        Map<K, AccessProfile.Followers<K>> followers = new HashMap<>();
        for (int count = in.readInt(); count > 0; count--) {
            K key = key(in, codec);
            float total = number(in);
            List<AccessProfile.Next<K>> next = new ArrayList<>();
            for (int more = in.readUnsignedByte(); more > 0; more--) {
                K follower = key(in, codec);
                next.add(new AccessProfile.Next<>(follower, number(in)));
            }
            followers.put(key, new AccessProfile.Followers<>(total, List.copyOf(next)));
        }
        return new AccessProfile<>(cache, recorded, zone, rows, followers);
    }

    private static <K> K key(DataInputStream in, KeyCodec<K> codec) throws IOException {
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        try {
            return codec.decode(bytes);
        } catch (RuntimeException unreadable) { // the user's function may throw anything
            throw new IOException("the key codec cannot read a key", unreadable);
        }
    }

    private static float[] hours(DataInputStream in) throws IOException {
        int known = in.readInt();
        float[] hours = new float[Sketch.HOURS];
        for (int hour = 0; hour < Sketch.HOURS; hour++) {
            if ((known & 1 << hour) != 0) {
                hours[hour] = number(in);
            }
        }
        return hours;
    }

    private static float number(DataInputStream in) throws IOException {
        float number = in.readFloat();
        if (!(number >= 0) || Float.isInfinite(number)) {
            throw new IOException("not a count: " + number);
        }
        return number;
    }

    /** So much and no more, however well it was deflated. */
    private static final class Bounded extends FilterInputStream {

        private long left = MOST_INFLATED;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return counted(super.read(), 1);
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int read = super.read(into, from, most);
            return counted(read, read);
        }

        private int counted(int answer, int bytes) throws IOException {
            left -= Math.max(0, bytes);
            if (left < 0) {
                throw new IOException("more than " + MOST_INFLATED + " bytes");
            }
            return answer;
        }
    }
}
