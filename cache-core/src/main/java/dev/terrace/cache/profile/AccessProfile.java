package dev.terrace.cache.profile;

import dev.terrace.cache.spi.KeySource;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What was known at one moment of how a cache is read: its hottest keys, how much each is read in each hour of the day, and which keys are
 * missed after which.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public final class AccessProfile<K> {

    /** One key: how hot it is, of which hours how many reads are known. Nobody modifies the hours. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row<K>(K key, double weight, float[] hours) {}

    /** A key that was missed after another, and how often. */
    record Next<K>(K key, double count) {}

    /** What was missed after a key: how often anything was, and the likeliest. */
    record Followers<K>(double total, List<Next<K>> next) {

        private static final double SEEN_ENOUGH = 4;

        Followers<K> halved() {
            return new Followers<>(
                    total / 2,
                    next.stream().map(one -> new Next<>(one.key, one.count / 2)).toList());
        }

        /** Those that follow with at least this probability, as far as is known; none while too little is. */
        List<K> atLeast(double confidence) {
            return total < SEEN_ENOUGH
                    ? List.of()
                    : next.stream()
                            .filter(one -> one.count >= confidence * total)
                            .map(Next::key)
                            .toList();
        }
    }

    private final String cache;
    private final Instant recorded;
    private final ZoneId zone;
    private final List<Row<K>> rows;
    private final Map<K, Followers<K>> followers;

    /** Of rows, the hottest first. */
    AccessProfile(String cache, Instant recorded, ZoneId zone, List<Row<K>> rows, Map<K, Followers<K>> followers) {
        this.cache = cache;
        this.recorded = recorded;
        this.zone = zone;
        this.rows = List.copyOf(rows);
        this.followers = followers;
    }

    /**
     * The cache whose reads were recorded.
     *
     * @return its name
     */
    public String cache() {
        return cache;
    }

    /**
     * Until when reads were recorded.
     *
     * @return by the wall clock of the node that did
     */
    public Instant recorded() {
        return recorded;
    }

    /**
     * The zone of the hours.
     *
     * @return the zone in which hours of the day are meant
     */
    public ZoneId zone() {
        return zone;
    }

    /**
     * How many keys are known.
     *
     * @return the number
     */
    public int size() {
        return rows.size();
    }

    /**
     * The keys that are read most, with later reads counting more than earlier ones.
     *
     * @param limit how many at most, not negative
     * @return the hottest first
     */
    public List<K> hottest(int limit) {
        return rows.stream().limit(limit).map(Row::key).toList();
    }

    /**
     * The keys that are read most in an hour of the day.
     *
     * @param hour 0 to 23, in the profile's zone
     * @param limit how many at most, not negative
     * @return the hottest first; none of which no read in that hour is known
     * @throws IllegalArgumentException if there is no such hour
     */
    public List<K> hottestAt(int hour, int limit) {
        if (hour < 0 || hour >= Sketch.HOURS) {
            throw new IllegalArgumentException("hours of the day are 0 to 23: " + hour);
        }
        return rows.stream()
                .filter(row -> row.hours[hour] > 0)
                .sorted(Comparator.comparingDouble((Row<K> row) -> row.hours[hour])
                        .reversed())
                .limit(limit)
                .map(Row::key)
                .toList();
    }

    /**
     * The keys that usually follow a miss of another one.
     *
     * @param key the key that was missed
     * @param confidence with which probability at least, 0 to 1
     * @return at most four; none while too little is known
     */
    public List<K> followers(K key, double confidence) {
        Followers<K> known = followers.get(key);
        return known == null ? List.of() : known.atLeast(confidence);
    }

    /**
     * All keys, for warming.
     *
     * @return a source of them, the hottest first
     */
    public KeySource<K> source() {
        return KeySource.of(hottest(rows.size()));
    }

    List<Row<K>> rows() {
        return rows;
    }

    Map<K, Followers<K>> followers() {
        return followers;
    }

    /** Without keys, which may be private. */
    @Override
    public String toString() {
        return "AccessProfile[" + cache + ", " + rows.size() + " keys, until " + recorded + "]";
    }
}
