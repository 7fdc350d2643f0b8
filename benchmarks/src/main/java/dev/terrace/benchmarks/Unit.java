package dev.terrace.benchmarks;

import java.util.Locale;

/** In what a figure is given. */
enum Unit {
    NANOSECONDS("%.1f ns"),
    BYTES("%.2f B"),
    MICROSECONDS("%.1f µs"),
    MILLISECONDS("%.0f ms"),
    RATIO("%.2f"),
    POINTS("%.2f points"),
    PERCENT("%.2f%%"),
    COUNT("%,.0f"),
    PER_SECOND("%,.0f/s"),
    MEGABYTES("%.1f MB"),
    /** Of something that a library has no call for; the value says nothing. */
    NONE("cannot");

    private final String format;

    Unit(String format) {
        this.format = format;
    }

    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
