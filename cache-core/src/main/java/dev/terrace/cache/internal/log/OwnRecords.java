package dev.terrace.cache.internal.log;

import dev.terrace.cache.spi.LogRecord;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/*
 * An own invalidation took effect here when it was announced, so its record needs no second effect, with one exception: the log keeps
 * a name's last sequence only, so the record may stand in the place of another node's, which was appended while the own one was on
 * its way. What was loaded here in between would be kept for ever. It cannot be so if every sequence between what was known and the
 * record is accounted for: read, or own. A slice that was cut off may lack what stands in the next one under an own
 * record; so what counts as known is up to where nothing was missing, not how far was read.
 */
/** The sequences of this node's own appends that its reader has not passed. Guarded by the view's lock. */
final class OwnRecords {

    /** Above this many, own records are taken for those of others: they then have their effect twice. */
    private static final int MAXIMUM = 100_000;

    private final NavigableSet<Long> sequences = new TreeSet<>();

    void add(long first, int count) {
        if (sequences.size() + count > MAXIMUM) {
            sequences.clear();
        }
        for (int i = 0; i < count; i++) {
            sequences.add(first + i);
        }
    }

    void clear() {
        sequences.clear();
    }

    /** Forgets what no reader asks for again. */
    void passed(long sequence) {
        sequences.headSet(sequence, true).clear();
    }

    /** Up to which sequence own records of a slice hide nothing, if everything up to a sequence was known before. */
    long hidingNothingUpTo(long known, List<LogRecord> records) {
        long complete = known;
        for (LogRecord record : records) {
            complete = endOfRun(complete);
            if (record.sequence() > complete + 1) {
                return complete;
            }
            complete = Math.max(complete, record.sequence());
        }
        return complete;
    }

    /** The last of the own sequences that follow a sequence without a hole; that one itself if none does. */
    long endOfRun(long sequence) {
        long end = sequence;
        while (sequences.contains(end + 1)) {
            end++;
        }
        return end;
    }

    /** The last one, 0 if there is none. */
    long last() {
        return sequences.isEmpty() ? 0 : sequences.last();
    }

    boolean contains(long sequence) {
        return sequences.contains(sequence);
    }
}
