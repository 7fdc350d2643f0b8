package dev.terrace.cache.profile;

import dev.terrace.cache.spi.Host;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link ProfileRecorder}.
 *
 * <p>Not thread-safe.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public final class ProfileBuilder<K> {

    /** How many keys are known at most where nothing is said. */
    public static final int DEFAULT_MAXIMUM_KEYS = 20_000;

    private static final int MOST_KEYS = 1_000_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    final String cache;
    final Host host;
    private final Class<K> keyType;
    private @Nullable KeyCodec<K> codec;
    private @Nullable ProfileStore store;
    private ZoneId zone = ZoneId.systemDefault();
    private int maximumKeys = DEFAULT_MAXIMUM_KEYS;
    private Duration saveEvery = Duration.ofMinutes(5);
    private boolean required;

    ProfileBuilder(String cache, Class<K> keyType, Host host) {
        this.cache = cache;
        this.keyType = keyType;
        this.host = host;
    }

    /**
     * Keeps the profile across restarts.
     *
     * @param store where; the recorder opens and closes it. Default: nowhere
     * @return this
     */
    public ProfileBuilder<K> store(ProfileStore store) {
        this.store = store;
        return this;
    }

    /**
     * Says how often the profile is stored, beside when the recorder is closed.
     *
     * @param period 1 s to 1 day; default 5 minutes
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public ProfileBuilder<K> saveEvery(Duration period) {
        if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("saveEvery must be 1 s to 1 day: " + period);
        }
        saveEvery = period;
        return this;
    }

    /**
     * Bounds the keys that are known. A key takes about 250 bytes beside itself.
     *
     * @param keys 1 to 1,000,000; as many as the heap holds, or more. Default {@value #DEFAULT_MAXIMUM_KEYS}
     * @return this
     * @throws IllegalArgumentException if it is out of bounds
     */
    public ProfileBuilder<K> maximumKeys(int keys) {
        if (keys < 1 || keys > MOST_KEYS) {
            throw new IllegalArgumentException("maximumKeys must be 1 to " + MOST_KEYS + ": " + keys);
        }
        maximumKeys = keys;
        return this;
    }

    /**
     * Says in which zone hours of the day are meant.
     *
     * @param zone such as {@code ZoneId.of("Europe/Vienna")}; default the machine's
     * @return this
     */
    public ProfileBuilder<K> zone(ZoneId zone) {
        this.zone = zone;
        return this;
    }

    /**
     * Says how keys are stored whose type has no codec of its own, see {@link KeyCodec#of(Class)}.
     *
     * @param codec the codec
     * @return this
     */
    public ProfileBuilder<K> keyCodec(KeyCodec<K> codec) {
        this.codec = codec;
        return this;
    }

    /**
     * Lets {@link #build} fail where a stored profile cannot be used, instead of warning and beginning a new one.
     *
     * @return this
     */
    public ProfileBuilder<K> failOnBadProfile() {
        required = true;
        return this;
    }

    /**
     * Makes the recorder, and reads the stored profile.
     *
     * @return a recorder, to be given to {@link dev.terrace.cache.CacheBuilder#observer} and closed before the Terrace is
     * @throws IllegalArgumentException if the keys' type needs a codec and has none, where a store is given
     * @throws ProfileException if the stored profile cannot be used, and {@link #failOnBadProfile} was called
     */
    public ProfileRecorder<K> build() {
        KeyCodec<K> with = codec != null || store == null ? codec : KeyCodec.of(keyType);
        ProfileStore kept = store;
        ProfileKeeper<K> keeper = kept == null || with == null ? null : new ProfileKeeper<>(cache, with, kept);
        ProfileRecorder<K> recorder = new ProfileRecorder<>(cache, host, zone, maximumKeys, keeper);
        if (keeper != null) {
            keeper.open(host, recorder);
            ProfileException refusal = keeper.refusal();
            if (required && refusal != null) {
                keeper.close();
                throw refusal;
            }
        }
        recorder.start(saveEvery);
        return recorder;
    }
}
