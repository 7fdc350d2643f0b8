package dev.terrace.flags.internal.rules;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** A moment strictly before or after another one. A date alone is its first moment in UTC. */
final class Moment extends Check {

    private static final int LONGEST = 64;

    private final Instant bound;
    private final boolean after;

    Moment(String words, Instant bound, boolean after) {
        super(words);
        this.bound = bound;
        this.after = after;
    }

    @Override
    long cost() {
        return 50;
    }

    @Override
    Match one(Object value) {
        Instant moment = of(value);
        return moment == null ? Match.UNKNOWN : Match.of(after ? moment.isAfter(bound) : moment.isBefore(bound));
    }

    /** The moment that a value is, or null. */
    static @Nullable Instant of(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof ZonedDateTime time) {
            return time.toInstant();
        }
        if (value instanceof LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return value instanceof String text && text.length() <= LONGEST ? parse(text) : null;
    }

    private static @Nullable Instant parse(String text) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
