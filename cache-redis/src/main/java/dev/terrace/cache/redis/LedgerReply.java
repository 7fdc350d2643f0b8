package dev.terrace.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrace.cache.spi.Change;
import dev.terrace.cache.spi.Evidence;
import dev.terrace.cache.spi.LedgerRecord;
import dev.terrace.cache.spi.LedgerState;
import dev.terrace.cache.spi.Limits;
import dev.terrace.cache.spi.Outcome;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Trail;
import dev.terrace.cache.spi.TrailRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the ledger's scripts answer. Stateless. */
final class LedgerReply {

    /** The format of the collections that this version writes, and the newest that it reads. */
    static final int FORMAT = 1;

    private static final long NEWER = -1;
    private static final long TOO_MANY_SOURCES = 2;

    private LedgerReply() {}

    /** The records that are not removed. */
    static LedgerState present(List<Object> reply, String ledger) {
        LedgerState all = state(reply, ledger);
        return new LedgerState(
                all.at(), all.records().stream().filter(LedgerRecord::isPresent).toList());
    }

    static LedgerState state(List<Object> reply, String ledger) {
        Position at = position(reply, ledger);
        List<?> pairs = (List<?>) reply.get(2);
        List<LedgerRecord> records = new ArrayList<>(pairs.size() / 2);
        for (int i = 0; i < pairs.size(); i += 2) {
            records.add(record(new String((byte[]) pairs.get(i), UTF_8), (byte[]) pairs.get(i + 1)));
        }
        return new LedgerState(at, records);
    }

    static Outcome outcome(List<Object> reply, Change change, String ledger) {
        Position at = position(reply, ledger);
        String result = new String((byte[]) reply.get(2), US_ASCII);
        return switch (result) {
            case "c" -> new Outcome.Committed(at, versions((byte[]) reply.get(3)));
            case "x" -> new Outcome.Conflict(at, current((List<?>) reply.get(3), change));
            default -> throw Limits.full(ledger, result.equals("n"));
        };
    }

    private static List<Long> versions(byte[] text) {
        return Stream.of(new String(text, US_ASCII).split(","))
                .map(Long::valueOf)
                .toList();
    }

    private static List<LedgerRecord> current(List<?> values, Change change) {
        List<LedgerRecord> records = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            records.add(record(change.writes().get(i).key(), (byte[]) values.get(i)));
        }
        return records;
    }

    private static LedgerRecord record(String key, byte[] value) {
        int end = 0;
        while (value[end] >= '0' && value[end] <= '9') {
            end++;
        }
        long version = Long.parseLong(new String(value, 0, end, US_ASCII));
        return new LedgerRecord(
                key, version, value[end] == 'l' ? Arrays.copyOfRange(value, end + 1, value.length) : null);
    }

    static Trail trail(List<Object> reply, long after, String ledger) {
        Position last = position(reply, ledger);
        List<TrailRecord> records = new ArrayList<>();
        for (Object entry : (List<?>) reply.get(2)) {
            byte[] bytes = (byte[]) entry;
            int content = afterBlank(bytes, afterBlank(bytes, 0));
            records.add(new TrailRecord(after + records.size() + 1, Arrays.copyOfRange(bytes, content, bytes.length)));
        }
        long reached = Math.min(after + records.size(), last.sequence());
        return new Trail(new Position(last.epoch(), reached), records, reached < last.sequence());
    }

    static boolean merged(List<Object> reply, String ledger) {
        long result = first(reply, ledger);
        if (result == TOO_MANY_SOURCES) {
            throw Limits.tooManySources(ledger);
        }
        return result == 1;
    }

    static List<Evidence> evidence(List<Object> reply, String ledger) {
        long now = first(reply, ledger);
        List<?> pairs = (List<?>) reply.get(1);
        List<Evidence> cells = new ArrayList<>(pairs.size() / 2);
        for (int i = 0; i < pairs.size(); i += 2) {
            byte[] cell = (byte[]) pairs.get(i + 1);
            int time = afterBlank(cell, 0);
            int content = afterBlank(cell, time);
            long taken = Long.parseLong(new String(cell, time, content - 1 - time, US_ASCII));
            cells.add(new Evidence(
                    new String((byte[]) pairs.get(i), UTF_8),
                    Long.parseLong(new String(cell, 0, time - 1, US_ASCII)),
                    Duration.ofMillis(Math.max(0, now - taken)),
                    Arrays.copyOfRange(cell, content, cell.length)));
        }
        return cells;
    }

    static int purged(List<Object> reply, String ledger) {
        first(reply, ledger);
        return Math.toIntExact((Long) reply.get(1));
    }

    private static int afterBlank(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != ' ') {
            at++;
        }
        return at + 1;
    }

    private static Position position(List<Object> reply, String ledger) {
        return new Position(first(reply, ledger), (Long) reply.get(1));
    }

    private static long first(List<Object> reply, String ledger) {
        long first = (Long) reply.get(0);
        if (first == NEWER) {
            throw new NewerFormatException(ledger, (Long) reply.get(1), FORMAT);
        }
        return first;
    }
}
