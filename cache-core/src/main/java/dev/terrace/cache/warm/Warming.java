package dev.terrace.cache.warm;

import dev.terrace.cache.Cache;
import dev.terrace.cache.profile.AccessProfile;
import dev.terrace.cache.profile.ProfileRecorder;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.KeySource;
import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills one cache before it is asked: from a list, a query or a {@linkplain AccessProfile profile}, before traffic, in the background, on a schedule, or by
 * prediction.
 *
 * {@snippet :
 * Warming<Long> warming = Warming.of(products, terrace.host()).build();
 * warming.start(recorder.profile()).await(Duration.ofSeconds(10)); // before traffic; what is not warm by then is warmed behind it
 * }
 *
 * <p>It asks in bounded batches, so many at a time and so many keys a second, the first of its source first; it ends where the heap is
 * full, so that nothing is pushed out that is hotter. All that is promised of reads holds: what is invalidated while it is warmed is not stored. One run at a time.
 *
 * <p><b>Failure.</b> A source that fails ends the run as {@link WarmState#FAILED}, with the cause; what is warm by then stays. A key whose load fails is counted. Nothing here
 * makes a read fail.
 *
 * <p>Thread-safe.
 *
 * @param <K> the type of the keys
 * @since 0.1.0
 */
public final class Warming<K> {

    private static final Logger LOG = LoggerFactory.getLogger(Warming.class);
    private static final Duration LONGEST = Duration.ofDays(366);

    private final WarmingBuilder<K> settings;
    private @Nullable WarmRun latest; // guarded by this

    Warming(WarmingBuilder<K> settings) {
        this.settings = settings;
    }

    /**
     * Begins to configure a warming.
     *
     * @param cache the cache
     * @param host its namespace's time and threads, from {@link dev.terrace.cache.Terrace#host}
     * @param <K> the type of the keys
     * @return a builder
     */
    public static <K> WarmingBuilder<K> of(Cache<K, ? extends @Nullable Object> cache, Host host) {
        return new WarmingBuilder<>(cache, host);
    }

    /**
     * Begins a run from a list.
     *
     * @param keys the keys, those first that matter most; not to be modified until the run is over
     * @return the run, which goes on in the background
     * @throws IllegalStateException if another run is not over
     */
    public WarmRun start(Collection<? extends K> keys) {
        return start(() -> KeySource.<K>of(keys));
    }

    /**
     * Begins a run from a profile, the hottest keys first.
     *
     * @param profile what was recorded
     * @return the run, which goes on in the background
     * @throws IllegalStateException if another run is not over
     * @throws IllegalArgumentException if the profile is another cache's
     */
    public WarmRun start(AccessProfile<K> profile) {
        if (!profile.cache().equals(settings.cache.name())) {
            throw new IllegalArgumentException("the profile is that of cache '" + profile.cache() + "', this warms '"
                    + settings.cache.name() + "': give each cache its own");
        }
        return start(profile::source);
    }

    /**
     * Begins a run from any source, such as a streamed query.
     *
     * @param source opens the source; called, as the source itself, on a thread of the namespace, and closed there
     * @return the run, which goes on in the background
     * @throws IllegalStateException if another run is not over
     */
    public WarmRun start(Callable<? extends KeySource<K>> source) {
        WarmRun run = tryStart(source);
        if (run == null) {
            throw new IllegalStateException("cache '" + settings.cache.name()
                    + "' is being warmed: wait for the run that is under way, or cancel it first");
        }
        return run;
    }

    private @Nullable WarmRun tryStart(Callable<? extends KeySource<K>> source) {
        WarmRun next;
        synchronized (this) {
            WarmRun before = latest;
            if (before != null && !before.progress().state().isOver()) {
                return null;
            }
            next = new WarmRun(settings, WarmRun.work(settings, source));
            latest = next;
        }
        next.want();
        return next;
    }

    /**
     * The latest run.
     *
     * @return null if there was none
     */
    public synchronized @Nullable WarmRun latest() {
        return latest;
    }

    /**
     * Begins a run again and again. One whose time comes while another is under way is left out.
     *
     * @param period from begin to begin, 1 s to 366 days; also before the first
     * @param source opens the source of a run
     * @return what ends it; a run that is under way goes on
     * @throws IllegalArgumentException if the period is out of bounds
     */
    public AutoCloseable every(Duration period, Callable<? extends KeySource<K>> source) {
        if (period.compareTo(Duration.ofSeconds(1)) < 0 || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a period must be 1 s to 366 days: " + period);
        }
        Time.Timer timer = settings.host.time().repeat(period, () -> turn(source));
        return timer::cancel;
    }

    /**
     * Begins a run each day.
     *
     * @param at the time of day, in the zone; on a day that leaves it out, as much later as the clock is put forward
     * @param zone such as {@code ZoneId.of("Europe/Vienna")}
     * @param source opens the source of a run
     * @return what ends it; a run that is under way goes on
     */
    public AutoCloseable dailyAt(LocalTime at, ZoneId zone, Callable<? extends KeySource<K>> source) {
        UnaryOperator<ZonedDateTime> next = now -> {
            ZonedDateTime today = now.with(at);
            return today.isAfter(now) ? today : now.plusDays(1).with(at);
        };
        return new Appointments(settings.host.time(), zone, next, due -> turn(source));
    }

    /**
     * Warms before each hour of the day what that hour usually asks for.
     *
     * @param recorder whose hours, in its zone
     * @param lead how long before the hour, 1 s to 30 minutes
     * @return what ends it; a run that is under way goes on
     * @throws IllegalArgumentException if the lead is out of bounds
     */
    public AutoCloseable beforeEachHour(ProfileRecorder<K> recorder, Duration lead) {
        if (lead.compareTo(Duration.ofSeconds(1)) < 0 || lead.compareTo(Duration.ofMinutes(30)) > 0) {
            throw new IllegalArgumentException("a lead must be 1 s to 30 minutes: " + lead);
        }
        ZoneId zone = recorder.zone();
        UnaryOperator<ZonedDateTime> next =
                now -> now.plus(lead).truncatedTo(ChronoUnit.HOURS).plusHours(1).minus(lead);
        return new Appointments(settings.host.time(), zone, next, due -> {
            int hour = due.plus(lead).getHour();
            turn(() -> {
                AccessProfile<K> profile = recorder.profile();
                return KeySource.of(profile.hottestAt(hour, profile.size()));
            });
        });
    }

    /**
     * From now on a miss of a key warms what usually follows it, as far as the recorder knows. Of runs it is independent; the settings of this
     * warming bound it, and a full heap decides by its own policy what it keeps. A recorder predicts for one warming at a time.
     *
     * @param recorder what follows what
     * @param confidence with which probability a key must follow, above 0 to 1; 0.5 is a good beginning
     * @return what ends it
     * @throws IllegalArgumentException if the confidence is out of bounds
     */
    public MissPrediction<K> afterMisses(ProfileRecorder<K> recorder, double confidence) {
        if (!(confidence > 0 && confidence <= 1)) {
            throw new IllegalArgumentException("a confidence must be above 0 and at most 1: " + confidence);
        }
        MissPrediction<K> prediction = new MissPrediction<>(settings, recorder, confidence);
        recorder.onMiss(prediction::missed);
        return prediction;
    }

    /** A time has come. */
    private void turn(Callable<? extends KeySource<K>> source) {
        if (tryStart(source) == null) {
            LOG.info("A scheduled warming of cache '{}' is left out, another one is not over", settings.cache.name());
        }
    }

    /** Times of day, one after the other. Thread-safe. */
    private static final class Appointments implements AutoCloseable {

        /** What is due. */
        interface Kept {
            void at(ZonedDateTime due);
        }

        private final Time time;
        private final ZoneId zone;
        private final UnaryOperator<ZonedDateTime> next;
        private final Kept kept;
        private Time.@Nullable Timer timer; // guarded by this
        private boolean closed; // guarded by this

        Appointments(Time time, ZoneId zone, UnaryOperator<ZonedDateTime> next, Kept kept) {
            this.time = time;
            this.zone = zone;
            this.next = next;
            this.kept = kept;
            make(now());
        }

        private ZonedDateTime now() {
            return Instant.ofEpochMilli(time.currentTimeMillis()).atZone(zone);
        }

        /** Makes the one after a moment; clocks are put right now and then, so a timer may come a little early. */
        private synchronized void make(ZonedDateTime after) {
            if (!closed) {
                ZonedDateTime due = next.apply(after);
                Duration wait = Duration.between(now(), due);
                timer = time.schedule(wait.isNegative() ? Duration.ZERO : wait, () -> {
                    make(due.isAfter(now()) ? due : now());
                    kept.at(due);
                });
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (timer != null) {
                timer.cancel();
            }
        }
    }
}
