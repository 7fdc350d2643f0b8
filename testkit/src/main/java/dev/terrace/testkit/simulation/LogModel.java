package dev.terrace.testkit.simulation;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/*
 * What head.lua, append.lua and read.lua of the Redis log do, in Java: the same head, the same reasons for a new epoch, the same
 * trimming. It passes the contract that the real logs pass.
 *
 * A database differs in two things. It shows no identity: whether it is still the same is told by tokens, of which each append leaves one
 * behind at its last sequence. Who has been told one shows it again (`Bookmark`), and where another stands there, or the log
 * ends before it, the log was put back to an older state, whether or not it has gone on since. And a log that becomes another
 * one keeps its records and goes on counting.
 */
/** The data of one server that holds a log. Not thread-safe. */
final class LogModel {

    private static final int RECENT = 1_000;
    private static final long SINCE = 1_735_689_600_000L;

    private final int dependenciesRetained;
    private final int keysRetained;
    private final boolean database;
    /** What a database's appends have left at their last sequences. */
    private final Map<Long, Long> tokens = new HashMap<>();

    private final Map<Name, Long> last = new HashMap<>();
    /** How many names of each kind there are. */
    private final Map<Name.Kind, Integer> held = new EnumMap<>(Name.Kind.class);

    /** Counts what a replica must do as well. */
    private long changes;

    private final LinkedHashMap<String, Long> appends = new LinkedHashMap<>();
    private boolean exists;
    private long epoch;
    private long sequence;
    private long horizon;
    private long keyHorizon;
    private String writtenBy = "";
    private boolean damaged;

    /** Which data this is: another after a restart or a promotion, as {@code master_replid} is. */
    private String server;

    /** A Redis's, which retains so many names. */
    LogModel(String server, int dependenciesRetained, int keysRetained) {
        this(false, server, dependenciesRetained, keysRetained);
    }

    /** A database's. */
    static LogModel ofDatabase(int dependenciesRetained, int keysRetained) {
        return new LogModel(true, "1", dependenciesRetained, keysRetained);
    }

    private LogModel(boolean database, String server, int dependenciesRetained, int keysRetained) {
        this.database = database;
        this.server = server;
        this.dependenciesRetained = dependenciesRetained;
        this.keysRetained = keysRetained;
    }

    /** A replica's copy. */
    LogModel copy() {
        LogModel copy = new LogModel(database, server, dependenciesRetained, keysRetained);
        copy.tokens.putAll(tokens);
        copy.last.putAll(last);
        copy.held.putAll(held);
        copy.appends.putAll(appends);
        copy.exists = exists;
        copy.epoch = epoch;
        copy.sequence = sequence;
        copy.horizon = horizon;
        copy.keyHorizon = keyHorizon;
        copy.writtenBy = writtenBy;
        copy.damaged = damaged;
        return copy;
    }

    /** Becomes the primary, under another identity, which a database does not show. */
    void promote(String identity) {
        server = identity;
    }

    /** All data is gone: a restart without persistence, or FLUSHALL. */
    void flush() {
        exists = false;
        forget();
        appends.clear();
    }

    private void forget() {
        tokens.clear();
        last.clear();
        held.clear();
    }

    /** One of the sets is gone, as after an eviction. */
    void evict() {
        if (exists && !last.isEmpty()) {
            forget();
            damaged = true;
        }
    }

    /** By what a client knows this log again that was answered there. */
    Bookmark bookmark(Position at) {
        return at.epoch() == epoch ? new Bookmark(at, tokens.getOrDefault(at.sequence(), 0L)) : Bookmark.NONE;
    }

    /** What a database does first when a client shows how it knows the log. */
    void recognise(Bookmark bookmark, long millis) {
        Position at = bookmark.position();
        boolean another = tokens.getOrDefault(at.sequence(), 0L) != bookmark.token();
        boolean older = !exists || at.epoch() > epoch;
        if (bookmark.isKnown() && (older || (at.epoch() == epoch && another))) {
            create(Math.max(epoch, at.epoch()), millis);
        }
    }

    Appended append(Append append, long millis) {
        return append(append, millis, first -> append.cargo().isEmpty());
    }

    /** Does something besides, in the same step, where the append is not a repeated one: whether that has stored all cargo. */
    Appended append(Append append, long millis, Predicate<Appended> besides) {
        open(append.known().epoch(), 0, millis);
        Long before = appends.get(append.id());
        if (before != null) {
            long last = before + append.names().size() - 1;
            return new Appended(epoch, before, append.cargo().isEmpty(), tokens.getOrDefault(last, 0L));
        }
        changes++;
        long first = sequence + 1;
        for (Name name : append.names()) {
            if (last.put(name, ++sequence) == null) {
                held.merge(name.kind(), 1, Integer::sum);
            }
        }
        if (database) {
            tokens.put(sequence, token(append.id(), first, millis));
        }
        horizon = Math.max(horizon, trim(Name.Kind.DEPENDENCY, dependenciesRetained));
        keyHorizon = Math.max(keyHorizon, trim(Name.Kind.KEY, keysRetained));
        appends.put(append.id(), first);
        if (appends.size() > RECENT) {
            appends.remove(appends.keySet().iterator().next());
        }
        boolean carried = besides.test(new Appended(epoch, first));
        return new Appended(epoch, first, carried, tokens.getOrDefault(sequence, 0L));
    }

    Slice read(Position after, int limit, long millis) {
        open(after.epoch(), after.sequence(), millis);
        if (damaged) {
            create(epoch, millis);
        }
        long from = after.epoch() == epoch ? after.sequence() : 0;
        List<LogRecord> records = new ArrayList<>();
        last.forEach((name, at) -> {
            if (at > from) {
                records.add(new LogRecord(at, name));
            }
        });
        records.sort(Comparator.comparingLong(LogRecord::sequence));
        boolean cut = records.size() >= limit;
        if (cut) {
            records.subList(limit, records.size()).clear();
        }
        long reached = cut ? records.get(limit - 1).sequence() : sequence;
        long token = tokens.getOrDefault(reached, 0L);
        return new Slice(new Position(epoch, reached), horizon, keyHorizon, records, reached < sequence, token);
    }

    void beat(long millis) {
        open(0, 0, millis);
    }

    boolean isDatabase() {
        return database;
    }

    long epoch() {
        return epoch;
    }

    /** Moves with everything that a replica must do as well. */
    long changes() {
        return changes;
    }

    private void open(long known, long reached, long millis) {
        if (!exists) {
            create(known, millis);
        } else if ((!database && !writtenBy.equals(server))
                || known > epoch
                || (known == epoch && reached > sequence)) {
            create(Math.max(known, epoch), millis);
        }
    }

    private void create(long above, long millis) {
        changes++;
        boolean goesOn = database && exists;
        exists = true;
        long apart = database ? 0 : Math.floorMod(server.hashCode() * 2_654_435_761L, 4_093L);
        epoch = Math.max((millis - SINCE) * 4_096 + apart, above + 1 + apart);
        if (goesOn) {
            tokens.clear();
            tokens.put(sequence, token("", epoch, millis));
            appends.clear();
            return;
        }
        sequence = 0;
        horizon = 0;
        keyHorizon = 0;
        damaged = false;
        writtenBy = server;
        forget();
        appends.clear();
    }

    /** Drawn by each server for itself: an append that is sent to another one has another token there. */
    private long token(String of, long at, long millis) {
        SplittableRandom random = new SplittableRandom(Objects.hash(server, of, at, millis));
        return random.nextLong() | 1;
    }

    private long trim(Name.Kind kind, int retained) {
        int excess = held.getOrDefault(kind, 0) - retained;
        if (excess <= 0) {
            return 0;
        }
        List<Map.Entry<Name, Long>> oldest = last.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .sorted(Map.Entry.comparingByValue())
                .limit(excess)
                .toList();
        long highest = oldest.get(excess - 1).getValue();
        oldest.forEach(entry -> last.remove(entry.getKey()));
        held.put(kind, retained);
        return highest;
    }
}
