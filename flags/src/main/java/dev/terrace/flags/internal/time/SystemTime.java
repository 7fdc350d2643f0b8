package dev.terrace.flags.internal.time;

import java.time.Clock;
import java.time.InstantSource;

/** The wall clock of the machine. */
public final class SystemTime {

    /** Schedules and the ends of overrides go by it. */
    public static final InstantSource CLOCK = Clock.systemUTC();

    private SystemTime() {}
}
