package dev.terrace.cache.jdbc;

import dev.terrace.cache.spi.Append;
import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Digest;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.TierWrite;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/*
 * The entry and its name are written by one transaction, under one position, while it holds the log's head: whoever reads the name finds the
 * entry, or what another write has put in its place since. Of a key that is there several times the last write counts, as in the log.
 *
 * An append may be late: its sender has given it up, and perhaps gone on. Its names do no harm, for what they invalidate is read again. A removal is
 * never late, since its name supersedes whatever stands. A value is stored only where it can be none that its sender, or anybody who came between, has replaced:
 *
 * - A sender goes on when an append was acknowledged, by its id, which is remembered for APPENDS_REMEMBERED sequences. Up to that many after what he knew, an
 *   append that comes a second time is found out by its id, and stores nothing; beyond, no value is stored.
 * - What others have written since he knew the log has a position behind that, and stands in the row that the value would replace. The statement looks at that row
 *   under its lock, so nothing comes in between.
 * - It is the log that he knows: of the same epoch, with the bookmark's token, and it ends nowhere before what he knew. Otherwise the append goes in steps.
 *
 * Where that fails, and wherever an append goes in steps, a removal without an envelope is written in the place of a value: nothing below the name is left, and a
 * sender who is still there writes the value under the same position, to which the removal yields.
 *
 * Rows are written in the order in which all writers lock them, and behind the head. Whoever holds rows waits for no head, so there is no circle.
 */
/** What travels with appends that go together. Immutable. */
final class LogCargo {

    private record Key(String cache, Digest key) {}

    /** The last write of a key, and the place of its name. */
    private record Load(String append, long place, Cargo cargo) {

        Digest key() {
            return cargo.key();
        }
    }

    private static final Comparator<Load> ORDER = Comparator.comparing(Load::key, EntryWrite.ORDER);

    private final List<Load> loads;
    private final List<Append> appends;
    private final boolean isApart;

    private LogCargo(Collection<Load> loads, List<Append> appends, boolean isApart) {
        this.loads = loads.stream().sorted(ORDER).toList();
        this.appends = appends;
        this.isApart = isApart;
    }

    /**
     * The cargo of appends.
     *
     * @param before how many sequences stand before the first name of each, by their ids; what is not among them is left out
     */
    static LogCargo of(List<Append> appends, Map<String, Long> before) {
        Map<Key, Load> last = new HashMap<>();
        List<Append> bringing = new ArrayList<>();
        boolean isApart = true;
        for (Append append : appends) {
            Long start = before.get(append.id());
            if (start == null || append.cargo().isEmpty()) {
                continue;
            }
            bringing.add(append);
            for (Map.Entry<Integer, Cargo> one : append.cargo().entrySet()) {
                Key key = new Key(one.getValue().cache(), one.getValue().key());
                Load load = new Load(append.id(), start + one.getKey() + 1, one.getValue());
                Load other = last.get(key);
                if (other == null || other.place < load.place) {
                    last.put(key, load);
                }
                isApart &= other == null || other.append.equals(load.append);
            }
        }
        return new LogCargo(last.values(), bringing, isApart);
    }

    boolean isEmpty() {
        return loads.isEmpty();
    }

    /** Whether one statement can write it: its senders know the last epoch that anybody knows, and have no key in common. True of nothing. */
    boolean goesAtOnce(long epoch) {
        return isApart && appends.stream().allMatch(each -> each.known().epoch() == epoch);
    }

    /** Sets what the head must be for this to go at once, see {@link Dialect#appendWithCargo}. Not of nothing. */
    void condition(Parameters parameters) throws SQLException {
        parameters
                .number(appends.get(0).known().epoch())
                .number(known().max().orElse(0))
                .number(least() + LogTrimmer.APPENDS_REMEMBERED);
    }

    /** What all senders knew. It serves for each: where one knew more, a removal may be stored in vain. */
    private long least() {
        return known().min().orElse(0);
    }

    private LongStream known() {
        return appends.stream().mapToLong(append -> append.known().sequence());
    }

    /** Sets the entries, and what their senders knew. */
    void entries(Parameters parameters, String namespace) throws SQLException {
        parameters
                .array("bytea", each(byte[][]::new, load -> load.key().bytes()))
                .array("bytea", each(byte[][]::new, load -> Ids.cache(namespace, load.cargo.cache())))
                .array("int8", each(Long[]::new, Load::place))
                .array("bool", each(Boolean[]::new, load -> load.cargo.tombstone()))
                .array("int8", each(Long[]::new, load -> EntryWrite.millis(load.cargo.life())))
                .array("bytea", each(byte[][]::new, load -> load.cargo.envelope()))
                .number(least())
                .number(least());
    }

    private <T> T[] each(IntFunction<T[]> array, Function<Load, T> part) {
        return loads.stream().map(part).toArray(array);
    }

    /**
     * The ids of the appends of which something was left out.
     *
     * @param sequence where the log ended before
     * @param stored the sequences of those entries that were stored as they came
     */
    Set<String> leftOut(long sequence, Set<Long> stored) {
        return ids(load -> !stored.contains(sequence + load.place));
    }

    /** Writes removals only, with places that are sequences; answers the ids of the appends of which something was left out. */
    Set<String> writeRemovals(Session session, Sql sql, LogPlace place, long epoch) throws SQLException {
        if (loads.isEmpty()) {
            return Set.of();
        }
        List<EntryWrite.Row> rows =
                loads.stream().map(load -> removal(load, place, epoch)).toList();
        int stored = new EntryWrite(rows).run(session, sql);
        return isApart && stored == rows.size()
                ? ids(load -> !load.cargo.tombstone())
                : appends.stream().map(Append::id).collect(Collectors.toSet());
    }

    private static EntryWrite.Row removal(Load load, LogPlace place, long epoch) {
        Cargo cargo = load.cargo;
        byte[] envelope = cargo.tombstone() ? cargo.envelope() : new byte[0];
        Position position = new Position(epoch, load.place);
        return new EntryWrite.Row(
                Ids.cache(place.namespace(), cargo.cache()),
                new TierWrite(cargo.key(), position, true, envelope, cargo.life()));
    }

    private Set<String> ids(Predicate<Load> which) {
        return loads.stream().filter(which).map(Load::append).collect(Collectors.toSet());
    }
}
