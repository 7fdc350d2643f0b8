package dev.terrace.spring.autoconfigure;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of single properties; each message names the property and its bounds. Boot adds the prefix and the origin. */
final class Bounds {

    static final Duration SHORTEST = Duration.ofMillis(1);
    static final Duration LONGEST = Duration.ofDays(3_650);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Bounds() {}

    static void name(String property, @Nullable String name) {
        if (name != null && !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    property + " must be 1 to 64 letters, digits, '.', '_' or '-', and begin with a letter or digit: '"
                            + name + "'");
        }
    }

    static void life(String property, @Nullable Duration value) {
        duration(property, value, SHORTEST, LONGEST);
    }

    static void duration(String property, @Nullable Duration value, Duration least, Duration most) {
        if (value != null && (value.compareTo(least) < 0 || value.compareTo(most) > 0)) {
            throw new IllegalArgumentException(
                    property + " must be " + text(least) + " to " + text(most) + ": " + text(value));
        }
    }

    static void number(String property, @Nullable Number value, double least, double most) {
        if (value != null && !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw new IllegalArgumentException(
                    property + " must be " + plain(least) + " to " + plain(most) + ": " + value);
        }
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
    }

    private static String text(Duration duration) {
        return duration.toDays() > 1 && duration.equals(Duration.ofDays(duration.toDays()))
                ? duration.toDays() + "d"
                : duration.toMillis() + "ms";
    }
}
