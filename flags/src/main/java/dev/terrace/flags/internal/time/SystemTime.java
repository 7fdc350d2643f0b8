package dev.terrace.flags.internal.time;

import java.time.Clock;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;

/** The clocks of the machine. */
public final class SystemTime {

    /** Schedules and the ends of overrides go by it. */
    public static final InstantSource CLOCK = Clock.systemUTC();

    private SystemTime() {}

    /** A monotonic clock for durations on this node. */
    public static long nanos() {
        return System.nanoTime();
    }

    static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
