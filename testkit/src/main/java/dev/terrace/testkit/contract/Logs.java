package dev.terrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Short words for the contract of logs; what reads also checks. Stateless. */
final class Logs {

    /** A limit that no test reaches. */
    static final int ALL = 10_000;

    private Logs() {}

    static Slice read(InvalidationLog log, Position after) {
        return BackendContract.answer(log.read(after, ALL));
    }

    /** Reads to the end in slices of a limit, and checks each. */
    static List<LogRecord> readAll(InvalidationLog log, Position start, int limit) {
        List<LogRecord> records = new ArrayList<>();
        Position position = start;
        Slice slice;
        do {
            slice = BackendContract.answer(log.read(position, limit));
            assertThat(slice.records()).hasSizeLessThanOrEqualTo(limit);
            assertThat(slice.records()).extracting(LogRecord::sequence).isSorted();
            long reached = slice.reached().sequence();
            assertThat(slice.records()).allMatch(record -> record.sequence() <= reached);
            assertThat(!slice.more()
                            || reached > position.sequence()
                            || position.epoch() != slice.reached().epoch())
                    .as("a slice that has more goes on")
                    .isTrue();
            records.addAll(slice.records());
            position = slice.reached();
        } while (slice.more());
        return records;
    }

    static Appended append(InvalidationLog log, List<Name> names) {
        return BackendContract.answer(log.append(new Append(UUID.randomUUID().toString(), 0, names)));
    }

    static void append(InvalidationLog log, List<Name> names, Map<Long, Name> written) {
        Appended appended = append(log, names);
        IntStream.range(0, names.size()).forEach(i -> written.put(appended.first() + i, names.get(i)));
    }

    static List<LogRecord> records(Appended appended, List<Name> names) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> record(appended, i, names.get(i)))
                .toList();
    }

    static LogRecord record(Appended appended, int index, Name name) {
        return new LogRecord(appended.position(index).sequence(), name);
    }

    static Name unique() {
        return dependency(UUID.randomUUID().toString());
    }

    static Name dependency(String text) {
        return Name.dependency(text);
    }

    /** Reads the whole log: what was written after a horizon must all be there. */
    static Slice checkedSlice(InvalidationLog log, Map<Long, Name> written) {
        Slice slice = read(log, Position.NONE);
        Map<Long, Name> held = slice.records().stream().collect(Collectors.toMap(LogRecord::sequence, LogRecord::name));
        written.forEach((sequence, name) -> {
            long horizon = name.kind() == Name.Kind.KEY ? slice.keyHorizon() : slice.horizon();
            if (sequence > horizon) {
                assertThat(held).as("after the horizon %d", horizon).containsEntry(sequence, name);
            }
        });
        assertThat(slice.horizon()).isLessThanOrEqualTo(slice.reached().sequence());
        assertThat(slice.keyHorizon()).isLessThanOrEqualTo(slice.reached().sequence());
        return slice;
    }

    static List<String> hostileTexts() {
        return List.of(
                "a",
                "A",
                "a ",
                " a",
                "\u00e4",
                "a\u0308",
                ":",
                "d:a",
                "da",
                "n",
                "\u0000",
                "a\u0000",
                "a\u0000b",
                "\r\n",
                "{a}",
                "'; drop table x; --",
                "%",
                "_",
                "\\",
                "\"",
                "\uD83D\uDE00",
                "\uD83D\uDE01",
                "\u2028",
                "\uFFFF",
                "1e3",
                "1000",
                "\u00e9".repeat(Name.MAXIMUM_BYTES / 2),
                "y".repeat(Name.MAXIMUM_BYTES));
    }
}
