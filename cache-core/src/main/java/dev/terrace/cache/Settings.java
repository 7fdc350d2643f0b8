package dev.terrace.cache;

import java.time.Duration;
import java.util.regex.Pattern;

/** Checks of single settings; each message names the setting and its bounds. */
final class Settings {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Settings() {}

    static long positive(String setting, long number) {
        if (number <= 0) {
            throw new IllegalArgumentException(setting + " must be positive: " + number);
        }
        return number;
    }

    static Duration life(String setting, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(setting + " must be 1 ms to 3650 days: " + duration);
        }
        return duration;
    }

    /** A duration that may be zero. */
    static Duration window(String setting, Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(setting + " must be zero to 3650 days: " + duration);
        }
        return duration;
    }

    static String name(String setting, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    setting + " must be 1 to 64 letters, digits, '.', '_' or '-', and begin with "
                            + "a letter or digit: '" + name + "'");
        }
        return name;
    }
}
