package dev.terrace.benchmarks;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Host;
import dev.terrace.cache.spi.InvalidationLog;
import dev.terrace.cache.spi.LogListener;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/*
 * One lock guards names and sequences; it is held for no call to anybody else. Whoever appends has his answer before anybody, himself
 * included, is told of it: that is left to a timer of each node's.
 *
 * Nothing ever fails here, so no append is repeated. Dependencies alone are taken, so nothing else is ever forgotten.
 */
/** An invalidation log in this process, which counts what its nodes ask of it and hear. Thread-safe. */
final class MemoryLog {

    /** As Redis's. */
    static final Duration POLL = Duration.ofMillis(500);

    /** A record's kind and sequence, beside its name's text. */
    private static final long RECORD_BYTES = 9;

    private static final long EPOCH = 1;

    private final int retained;
    private final Map<Name, Long> last = new HashMap<>();
    private final TreeMap<Long, Name> inOrder = new TreeMap<>();
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private long sequence;
    private long horizon;

    /** An empty one, which retains so many names. */
    MemoryLog(int retained) {
        this.retained = retained;
    }

    /** For one node. */
    Client client() {
        Client client = new Client();
        clients.add(client);
        return client;
    }

    /** Appends as somebody who is none of the nodes; the sequence of the last name. */
    long plant(List<Name> names) {
        Appended appended = append(new Append(UUID.randomUUID().toString(), EPOCH, names));
        return appended.first() + names.size() - 1;
    }

    /** How far it goes. */
    synchronized long sequence() {
        return sequence;
    }

    private Appended append(Append append) {
        Appended appended = new Appended(EPOCH, taken(append.names()));
        Pushed pushed = new Pushed(append.id(), appended, append.names());
        clients.forEach(client -> client.push(pushed));
        return appended;
    }

    private synchronized long taken(List<Name> names) {
        long first = sequence + 1;
        for (Name name : names) {
            if (name.kind() != Name.Kind.DEPENDENCY) {
                throw new IllegalArgumentException("this log is for dependencies alone, and not for a " + name.kind());
            }
            Long before = last.put(name, ++sequence);
            if (before != null) {
                inOrder.remove(before);
            }
            inOrder.put(sequence, name);
        }
        while (inOrder.size() > retained) {
            Map.Entry<Long, Name> oldest = inOrder.pollFirstEntry();
            last.remove(oldest.getValue());
            horizon = oldest.getKey();
        }
        return first;
    }

    private synchronized Slice slice(Position after, int limit) {
        List<LogRecord> records = new ArrayList<>();
        long from = after.epoch() == EPOCH ? after.sequence() : 0;
        for (Map.Entry<Long, Name> entry : inOrder.tailMap(from, false).entrySet()) {
            if (records.size() == limit) {
                return new Slice(new Position(EPOCH, records.get(limit - 1).sequence()), horizon, 0, records, true);
            }
            records.add(new LogRecord(entry.getKey(), entry.getValue()));
        }
        return new Slice(new Position(EPOCH, sequence), horizon, 0, records, false);
    }

    private static long bytes(Name name) {
        return RECORD_BYTES + name.text().getBytes(StandardCharsets.UTF_8).length;
    }

    /** What one node, or all of them, have asked and heard. */
    record Traffic(long appends, long reads, long beats, long pushes, long bytes) {

        Traffic minus(Traffic other) {
            return new Traffic(
                    appends - other.appends,
                    reads - other.reads,
                    beats - other.beats,
                    pushes - other.pushes,
                    bytes - other.bytes);
        }
    }

    /** One node's end. */
    final class Client implements InvalidationLog {

        private final LongAdder appends = new LongAdder();
        private final LongAdder reads = new LongAdder();
        private final LongAdder beats = new LongAdder();
        private final LongAdder pushes = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private volatile LogListener listener = () -> {};
        private volatile @Nullable Host host;

        private Client() {}

        /** What it has asked and heard until now; names and sequences alone are its bytes. */
        Traffic traffic() {
            return new Traffic(appends.sum(), reads.sum(), beats.sum(), pushes.sum(), bytes.sum());
        }

        private void push(Pushed pushed) {
            Host node = host;
            if (node != null) {
                node.time().schedule(Duration.ZERO, () -> {
                    pushes.increment();
                    pushed.names().forEach(name -> bytes.add(bytes(name)));
                    listener.pushed(pushed);
                });
            }
        }

        @Override
        public String description() {
            return "a log in this process";
        }

        @Override
        public void open(Host opened, LogListener to) {
            listener = to;
            host = opened;
        }

        @Override
        public CompletionStage<Appended> append(Append append) {
            appends.increment();
            return CompletableFuture.completedFuture(MemoryLog.this.append(append));
        }

        @Override
        public CompletionStage<Slice> read(Position after, int limit) {
            reads.increment();
            Slice slice = slice(after, limit);
            slice.records().forEach(one -> bytes.add(bytes(one.name())));
            return CompletableFuture.completedFuture(slice);
        }

        @Override
        public CompletionStage<?> beat() {
            beats.increment();
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public Duration pollInterval() {
            return POLL;
        }

        @Override
        public void close() {
            clients.remove(this);
        }
    }
}
