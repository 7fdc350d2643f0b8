package dev.terrace.spring.cache;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;

/*
 * A key needs a form that other processes know it by: equal keys have equal parts, different ones different parts. Each part that is not
 * of the core's own types begins with a letter for what it was, so that a list and an array, or a text and a date, never meet.
 *
 * Spring's SimpleKey shows nobody what it is made of, and its text is ambiguous ("a, b" and "a", "b"). But it compares itself to others,
 * element by element. So it is compared to keys of elements that listen: of one element, of two, until the lengths are the same and each has
 * heard what it was compared to.
 *
 * In a namespace that nobody else shares, a key without such a form is known by its class and its hash. Keys that collide are invalidated
 * together, and never served for one another, for the heap compares the keys themselves.
 */
/**
 * The parts of Spring's keys.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class SpringKeys {

    private static final int MOST_PARTS = 255;

    private final String cache;
    private final boolean shared;
    private final List<CacheKeyParts> others;

    SpringKeys(String cache, boolean shared, List<CacheKeyParts> others) {
        this.cache = cache;
        this.shared = shared;
        this.others = others;
    }

    List<Object> parts(Object key) {
        return List.of(part(key));
    }

    private Object part(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof String
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Character
                || value instanceof Boolean
                || value instanceof UUID
                || value instanceof Enum<?>) {
            return value;
        }
        Object composed = composed(value);
        return composed != null ? composed : foreign(value);
    }

    private @Nullable Object composed(Object value) {
        if (value instanceof SimpleKey key && key.getClass() == SimpleKey.class) {
            return parts('k', elements(key));
        }
        if (value instanceof List<?> list) {
            return parts('l', list);
        }
        if (value instanceof Object[] array) {
            return parts('a', Arrays.asList(array));
        }
        if (value instanceof byte[] bytes) {
            return List.of('b', ByteBuffer.wrap(bytes));
        }
        if (value instanceof int[] numbers) {
            return parts('i', Arrays.stream(numbers).boxed().toList());
        }
        if (value instanceof long[] numbers) {
            return parts('j', Arrays.stream(numbers).boxed().toList());
        }
        return number(value);
    }

    private static @Nullable Object number(Object value) {
        if (value instanceof Double number) {
            return List.of('d', Double.doubleToLongBits(number));
        }
        if (value instanceof Float number) {
            return List.of('f', Float.floatToIntBits(number));
        }
        if (value.getClass() == BigInteger.class) {
            return List.of('n', value.toString());
        }
        if (value.getClass() == BigDecimal.class) {
            return List.of('m', value.toString());
        }
        return time(value);
    }

    private static @Nullable Object time(Object value) {
        if (value instanceof LocalDate
                || value instanceof LocalDateTime
                || value instanceof LocalTime
                || value instanceof Instant
                || value instanceof OffsetDateTime
                || value instanceof OffsetTime
                || value instanceof ZonedDateTime
                || value instanceof Duration
                || value instanceof Period
                || value instanceof Year
                || value instanceof YearMonth
                || value instanceof MonthDay) {
            return List.of('t', value.getClass().getSimpleName(), value.toString());
        }
        return value instanceof ZoneId zone ? List.of('z', zone.getId()) : null;
    }

    private List<Object> parts(char kind, List<?> elements) {
        List<Object> parts = new ArrayList<>(elements.size() + 1);
        parts.add(kind);
        elements.forEach(element -> parts.add(part(element)));
        return parts;
    }

    private Object foreign(Object value) {
        for (CacheKeyParts other : others) {
            List<?> parts = other.of(value);
            if (parts != null) {
                return parts('o', List.of(value.getClass().getName(), parts));
            }
        }
        if (!shared) {
            return List.of('h', value.getClass().getName(), value.hashCode());
        }
        throw new IllegalArgumentException("a key of cache '" + cache + "' has a part of type "
                + value.getClass().getName()
                + ", which has no form that other processes would know: give the cached method a key of plain values, such as key = "
                + "\"#order.id\", or declare a bean of type " + CacheKeyParts.class.getName() + " that takes it apart");
    }

    /**
     * What a key of Spring's is made of.
     *
     * @param key the key, of no subclass
     * @return its elements, in their order
     * @throws IllegalArgumentException if there are more than 255
     */
    public static List<@Nullable Object> elements(SimpleKey key) {
        for (int length = 0; length <= MOST_PARTS; length++) {
            Ear[] ears = new Ear[length];
            Arrays.setAll(ears, i -> new Ear());
            if (new SimpleKey((Object[]) ears).equals(key)) {
                List<@Nullable Object> heard = new ArrayList<>(length);
                for (Ear ear : ears) {
                    heard.add(ear.heard);
                }
                return heard;
            }
        }
        throw new IllegalArgumentException(
                "a key of more than " + MOST_PARTS + " elements: name the ones that matter by key = \"...\"");
    }

    /** Is equal to whatever it is compared to, and keeps it. */
    private static final class Ear {

        private @Nullable Object heard;

        @Override
        @SuppressWarnings("EqualsWhichDoesntCheckParameterClass")
        public boolean equals(@Nullable Object other) {
            heard = other;
            return true;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }
}
