package dev.terrace.testkit.simulation;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierEntry;
import dev.terrace.cache.spi.TierWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries that one server holds for a tier: what entry.lua does, in Java. Not thread-safe. */
final class TierModel {

    private record Stored(TierWrite write, long deadline) {}

    private final Map<Digest, Stored> entries = new HashMap<>();
    private long changes;

    /** A replica's copy. */
    TierModel copy() {
        TierModel copy = new TierModel();
        copy.entries.putAll(entries);
        return copy;
    }

    /** All data is gone. */
    void flush() {
        entries.clear();
    }

    List<@Nullable TierEntry> get(List<Digest> keys, long now) {
        List<@Nullable TierEntry> found = new ArrayList<>();
        for (Digest key : keys) {
            Stored stored = entries.get(key);
            found.add(
                    stored == null || stored.deadline <= now || stored.write.envelope().length == 0
                            ? null
                            : new TierEntry(
                                    stored.write.position(),
                                    stored.write.envelope(),
                                    Duration.ofNanos(stored.deadline - now)));
        }
        return found;
    }

    int put(List<TierWrite> writes, long now) {
        int stored = 0;
        for (TierWrite write : writes) {
            Stored old = entries.get(write.key());
            if (old == null || old.deadline <= now || yields(old.write, write)) {
                entries.put(write.key(), new Stored(write, now + write.life().toNanos()));
                changes++;
                stored++;
            }
        }
        return stored;
    }

    private static boolean yields(TierWrite old, TierWrite write) {
        int order = old.position().compareTo(write.position());
        return order < 0 || (order == 0 && !write.tombstone());
    }

    /** What append.lua, and PostgreSQL's statement, do with what travels: answers whether all of it was stored. */
    boolean carry(Append append, Appended appended, long now) {
        boolean all = true;
        Map<Digest, Boolean> younger = new HashMap<>();
        for (Map.Entry<Integer, Cargo> one : new TreeMap<>(append.cargo()).entrySet()) {
            Cargo cargo = one.getValue();
            boolean behind = younger.computeIfAbsent(
                    cargo.key(), key -> isYounger(entries.get(key), append.known(), appended, now));
            boolean late = !cargo.tombstone() && (behind || append.known().epoch() != appended.epoch());
            Cargo arrives = late ? new Cargo(cargo.cache(), cargo.key(), true, new byte[0], cargo.life()) : cargo;
            all &= put(List.of(arrives.at(appended.position(one.getKey()))), now) == 1 && !late;
        }
        return all;
    }

    /** Whether what stood under a key before the append, which may have the key several times, is younger than what its sender knew. */
    private static boolean isYounger(@Nullable Stored old, Position known, Appended appended, long now) {
        if (old == null || old.deadline <= now) {
            return false;
        }
        Position stored = old.write.position();
        return stored.epoch() == appended.epoch() && stored.sequence() > known.sequence();
    }

    int purge(Position floor, long now) {
        int before = entries.size();
        entries.values()
                .removeIf(stored ->
                        stored.deadline <= now || stored.write.position().compareTo(floor) < 0);
        changes += before - entries.size();
        return before - entries.size();
    }

    /** Moves with everything that a replica must do as well. */
    long changes() {
        return changes;
    }
}
