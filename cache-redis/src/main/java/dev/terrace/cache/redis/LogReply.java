package dev.terrace.cache.redis;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the log's scripts answer. Stateless. */
final class LogReply {

    /** The format of the log that this version writes, and the newest that it reads. */
    static final int FORMAT = 1;

    private static final long NEWER = -1;
    private static final int HEAD = 4;

    private LogReply() {}

    static Appended appended(List<Object> reply, String log) {
        return new Appended(epoch(reply, log), number(reply.get(1)), number(reply.get(2)) == 1);
    }

    /*
     * Each of the three sets was asked for its first `limit` names, so the first `limit` of all of them together are the
     * first of the log. Where that is not all, whatever was issued last is still to come, for its name is always held.
     */
    static Slice slice(List<Object> reply, int limit, String log) {
        long epoch = epoch(reply, log);
        long last = number(reply.get(1));
        List<LogRecord> records = new ArrayList<>();
        for (Object set : reply.subList(HEAD, reply.size())) {
            addRecords((List<?>) set, records);
        }
        records.sort(Comparator.comparingLong(LogRecord::sequence));
        boolean cut = records.size() >= limit;
        if (cut) {
            records.subList(limit, records.size()).clear();
        }
        long reached = cut ? records.get(limit - 1).sequence() : last;
        return new Slice(
                new Position(epoch, reached), number(reply.get(2)), number(reply.get(3)), records, reached < last);
    }

    static long beaten(List<Object> reply, String log) {
        return epoch(reply, log);
    }

    private static void addRecords(List<?> set, List<LogRecord> records) {
        for (int i = 0; i < set.size(); i += 2) {
            records.add(new LogRecord(
                    score((byte[]) set.get(i + 1)), name(new String((byte[]) set.get(i), StandardCharsets.UTF_8))));
        }
    }

    static byte[] member(Name name) {
        return Keys.utf8(name.kind().code() + name.text());
    }

    /** The name that {@link #member} wrote. */
    static Name name(String text) {
        return new Name(Name.Kind.of(text.charAt(0)), text.substring(1));
    }

    /** Scores are doubles, and some servers write large ones with an exponent; up to 2^53 both forms are exact. */
    private static long score(byte[] text) {
        return (long) Double.parseDouble(new String(text, StandardCharsets.US_ASCII));
    }

    private static long epoch(List<Object> reply, String log) {
        long epoch = number(reply.get(0));
        if (epoch == NEWER) {
            throw new NewerFormatException(log, number(reply.get(1)), FORMAT);
        }
        return epoch;
    }

    private static long number(Object reply) {
        return (Long) reply;
    }
}
