package dev.terrace.cache.internal.log;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Bookmark;
import dev.terrace.cache.spi.LogRecord;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import dev.terrace.cache.spi.Pushed;
import dev.terrace.cache.spi.Slice;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/*
 * What one node knows of its invalidation log, and the two judgements that rest on it.
 *
 * Writers hold this object's lock. Readers take none: they read `generation` first, then names and floors, while writers
 * write names and floors first and `generation` last. So a judgement that found nothing holds for the generation that was
 * read before it, and an invalidation that has returned is seen by every judgement that begins later.
 *
 * `generation` also moves with each tick of the coarse clock, so that "nothing has changed since I was last believed" covers
 * the lifetime as well, and a hit is one comparison.
 *
 * Heap entries are judged by generations: the order in which invalidations took effect on this node, sequenced or not. Far
 * entries are judged by sequences. The two never mix.
 */
/** One node's knowledge of its invalidation log. Thread-safe. */
public final class View {

    private static final long[] NO_NAMES = {};
    private static final int NAMES_WITNESSED = 50_000;

    private final int dependenciesHeld;
    private final int keysHeld;
    private final Recent recent = new Recent();
    private final OwnRecords own = new OwnRecords();
    private final Witness witness = new Witness(NAMES_WITNESSED);
    private final List<Name> toAppendAgain = new ArrayList<>();
    private final Pending pending = new Pending(this::resolve, this::lost);
    private final Map<String, Mark> caches = new ConcurrentHashMap<>();
    final Mark namespace = new Mark();
    private final Repeats repeats = new Repeats(cache(Repeats.MARK.text()));
    volatile NameTable dependencies;
    volatile NameTable keys;

    private volatile long generation = 1;
    volatile long heapFloor;
    private volatile long coarseNanos;
    private volatile Position position = Position.NONE;
    volatile long horizon;
    /** Sequences of this epoch, above the first and up to the second, that were issued twice because the log went back. */
    private volatile long reissuedAfter = Long.MAX_VALUE;

    private volatile long reissuedTo;
    private volatile boolean current;
    /** Counts the connections to the log; what was read over an older one does not make the view current. */
    private long connection;

    private volatile boolean reachable = true;
    /** The sequence up to which each record was read or is own; what a slice does not show may come in the next one. */
    private long complete;
    /** The last sequence of this epoch that anything has told of. */
    private long heard;
    /** By what the log is known again. Own appends move it too: they are told which log they went to. */
    private Bookmark bookmark = Bookmark.NONE;

    private long epochsSeen;
    private long gaps;
    private long forks;
    private long applied;
    private long appendedAgain;

    /** Bounds the names that are remembered. */
    public View(int dependenciesHeld, int keysHeld, long nanoTime) {
        this.dependenciesHeld = dependenciesHeld;
        this.keysHeld = keysHeld;
        dependencies = new NameTable(dependenciesHeld);
        keys = new NameTable(keysHeld);
        coarseNanos = nanoTime;
    }

    /** The count of everything that could change a judgement. */
    public long generation() {
        return generation;
    }

    /** The place in the log up to which this node knows everything; perhaps {@link Position#NONE}. */
    public Position position() {
        return position;
    }

    /** The same, or the last own append if that stands behind it. */
    public synchronized Position known() {
        return new Position(position.epoch(), Math.max(position.sequence(), own.last()));
    }

    /** By what the log is known again, the last place whose token this node was told. */
    public synchronized Bookmark bookmark() {
        return bookmark;
    }

    /** Monotonic time as of the last tick. */
    public long coarseNanos() {
        return coarseNanos;
    }

    /** Whether the log has been read to its end at least once since it was last found, lost or connected to. */
    public boolean isCurrent() {
        return current;
    }

    /** Distrusts far tiers until the log is read over a connection that was just made. */
    public synchronized void reconnected() {
        connection++;
        current = false;
    }

    /** Which connection to the log is the present one. */
    public synchronized long connection() {
        return connection;
    }

    /** Whether the log takes this node's writes, so that reading it makes the view current. */
    public boolean isWithinReach() {
        return reachable;
    }

    /** Tells, under a lock, of what other nodes have invalidated when this node has read of it. */
    public synchronized void tells(Consumer<Name> heard) {
        witness.tells(heard);
    }

    /** The mark of a whole cache. */
    public Mark cache(String name) {
        return caches.computeIfAbsent(name, absent -> new Mark());
    }

    /** Moves the coarse clock; everything on the heap is judged again when it is next read. */
    public synchronized void tick(long nanoTime) {
        coarseNanos = nanoTime;
        generation = begin();
    }

    /** The next generation, for a change that publishes it when all is written. */
    private long begin() {
        long next = generation + 1;
        recent.begin(next);
        return next;
    }

    /** What the heap holds now is not trusted from a generation on. */
    private void raiseHeapFloor(long next) {
        recent.anything(next);
        heapFloor = next;
    }

    /** Distrusts everything, in every tier, until the log is within reach again; what is loaded meanwhile stays on the heap. */
    public synchronized void outOfReach(boolean is) {
        reachable = !is;
        if (is) {
            current = false;
            long next = begin();
            raiseHeapFloor(next);
            generation = next;
        }
    }

    /** Whether nothing that the names stand for was invalidated on this node after a generation. */
    public boolean trustsHeap(long believed, Mark cache, long key, long[] names) {
        return isUntouched(believed, key, names) || trustsByTables(believed, cache, key, names);
    }

    /** Whether nothing that has happened since touches it; cheaper than the tables where that is little. */
    private boolean isUntouched(long believed, long key, long[] names) {
        if (!recent.isUntouched(believed, generation, key, names)) {
            return false;
        }
        VarHandle.acquireFence(); // the generation is read once more after the changes
        return generation - believed < Recent.KEPT;
    }

    /** The same without a look at the last changes. */
    boolean trustsByTables(long believed, Mark cache, long key, long[] names) {
        if (cache.generation() > believed || namespace.generation() > believed) {
            return false;
        }
        boolean unchanged = !changed(keys, key, believed) && (names.length == 0 || !anyChanged(names, believed));
        return unchanged && believed >= heapFloor; // last: what was asked may have been emptied meanwhile
    }

    private static boolean changed(NameTable table, long name, long believed) {
        return table.generation(name) > believed || table.forgottenGeneration() > believed;
    }

    private boolean anyChanged(long[] names, long believed) {
        NameTable table = dependencies;
        for (long name : names) {
            if (changed(table, name, believed)) {
                return true;
            }
        }
        return false;
    }

    /** Begins a read of far tiers. */
    public Asked ask(Mark cache, long key) {
        long at = generation; // first, so that what follows may only be newer
        long epoch = position.epoch();
        return new Asked(cache, key, at, epoch, least(cache, key));
    }

    /** The position that an entry of a key must have at least. */
    private long least(Mark cache, long key) {
        long own = keys.sequence(key); // first: a key that is forgotten meanwhile is below what was forgotten
        return Math.max(Math.max(own, repeatsFloor()), Math.max(cache.sequence(), namespace.sequence()));
    }

    long repeatsFloor() {
        return repeats.floor(keys.forgottenSequence());
    }

    /**
     * Whether an entry of a far tier may be served to a read.
     *
     * @param placed its position among the writes of its key
     * @param stamped the position that was known before its value was read or computed; dependencies are judged by it
     */
    public boolean trustsFar(Asked asked, Position placed, Position stamped, long[] names) {
        long floor = heapFloor;
        long epoch = position.epoch();
        if (!current || !placed.isKnown() || placed.epoch() != epoch || isReissued(placed.sequence())) {
            return false;
        }
        long least = asked.epoch() == epoch ? asked.least() : least(asked.cache(), asked.key());
        if (least > placed.sequence() || (names.length > 0 && !trustsFar(stamped, epoch, names))) {
            return false;
        }
        return heapFloor == floor; // else the log was lost meanwhile, and what was asked may have been empty
    }

    private boolean trustsFar(Position stamped, long epoch, long[] names) {
        long sequence = stamped.sequence();
        NameTable table = dependencies;
        for (long name : names) {
            if (table.sequence(name) > sequence || table.forgottenSequence() > sequence) {
                return false;
            }
        }
        return stamped.epoch() == epoch && horizon <= sequence && !isReissued(sequence);
    }

    boolean isReissued(long sequence) {
        return sequence > reissuedAfter && sequence <= reissuedTo;
    }

    /** Far entries of a cache below this position are trusted by nobody; {@link Position#NONE} if that is not known. */
    public Position floor(Mark cache) {
        Position at = position;
        long floor = Math.max(cache.sequence(), namespace.sequence());
        return current && floor != NameTable.PENDING ? new Position(at.epoch(), floor) : Position.NONE;
    }

    /** Applies an invalidation of this node and answers its generation. If it is to be logged, it is pending until then. */
    public synchronized long invalidate(Name name, boolean toBeLogged) {
        long next = begin();
        write(name, next, toBeLogged ? NameTable.PENDING : 0);
        if (toBeLogged) {
            pending.add(name);
        }
        generation = next;
        return next;
    }

    /** Gives own invalidations, which were appended together, their sequences. */
    public synchronized void acknowledged(List<Name> names, Appended appended) {
        pending.acknowledge(names, appended, position.epoch());
        names.forEach(name -> witness.saw(name, coarseNanos));
        mark(new Bookmark(appended.position(names.size() - 1), appended.token()));
        if (appended.epoch() == position.epoch()) {
            heard = Math.max(heard, appended.position(names.size() - 1).sequence());
            own.add(appended.first(), names.size());
            passOwn();
        }
    }

    /** Own records that come next need not be read, unless one may stand in the place of what is missing before it. */
    private void passOwn() {
        if (complete == position.sequence()) {
            complete = own.endOfRun(complete);
            position = new Position(position.epoch(), complete);
        }
    }

    /** Stops waiting for the acknowledgement of names, because a wider one that covers them is pending. */
    public synchronized void abandoned(List<Name> names) {
        pending.abandon(names);
    }

    /**
     * Takes in what another node has appended, as the log tells it unasked. Answers whether nothing before it is missing here; else
     * the log has to be read.
     */
    public synchronized boolean take(Pushed pushed) {
        Position reached = pushed.reached();
        if (reached.epoch() == position.epoch()) {
            heard = Math.max(heard, reached.sequence());
        }
        if (!current || reached.epoch() != position.epoch() || pushed.before().sequence() > position.sequence()) {
            return false;
        }
        if (reached.sequence() > position.sequence()) {
            long next = begin();
            apply(pushed.records(), next);
            generation = next;
            position = reached;
            mark(new Bookmark(reached, pushed.appended().token()));
            passOwn();
        }
        return true;
    }

    /** Takes in what was read after a position, over the present connection. */
    public synchronized void follow(Position after, Slice slice) {
        follow(after, slice, connection);
    }

    /** Takes in what was read after a position, over some connection. */
    public synchronized void follow(Position after, Slice slice, long over) {
        long next = begin();
        boolean moved = false;
        Position reached = slice.reached();
        boolean sameLog = after.isKnown() && after.epoch() == reached.epoch();
        if (sameLog && reached.sequence() < after.sequence()) {
            forks++;
            start(slice, next);
            reissuedAfter = Math.min(reissuedAfter, reached.sequence());
            reissuedTo = Math.max(reissuedTo, position.sequence());
            position = new Position(reached.epoch(), 0);
            generation = next;
            return;
        }
        if (!sameLog) {
            start(slice, next);
            reissuedAfter = Long.MAX_VALUE;
            reissuedTo = 0;
            moved = true;
        } else if (Math.max(slice.horizon(), slice.keyHorizon()) > position.sequence()) {
            gaps++;
            raiseHeapFloor(next);
            horizon = Math.max(horizon, slice.horizon());
            if (slice.keyHorizon() > position.sequence()) {
                repeats.missed(slice.keyHorizon());
            }
            moved = true;
        }
        if (apply(slice.records(), next) || moved) {
            generation = next;
        }
        if (!sameLog || reached.sequence() > position.sequence()) {
            position = reached;
        }
        mark(new Bookmark(reached, slice.token()));
        if (!slice.more()) {
            complete = Math.max(complete, reached.sequence());
        }
        if (!sameLog) {
            pending.crossed(reached.epoch());
        }
        if (!slice.more() && reachable && over == connection) {
            current = true;
        }
    }

    /** Of a log that is to be crossed over to as well: else nobody could tell that it has lost what it acknowledged meanwhile. */
    private void mark(Bookmark next) {
        if (next.isKnown() && next.position().compareTo(bookmark.position()) > 0) {
            bookmark = next;
        }
    }

    /**
     * Gives records their effect, except those that have had theirs: own ones, and whatever a push or an acknowledgement has told while
     * the read was under way. Answers whether any had one.
     */
    private boolean apply(List<LogRecord> records, long next) {
        long known = complete;
        own.passed(known);
        complete = own.hidingNothingUpTo(known, records);
        long floor = repeatsFloor();
        boolean any = false;
        for (LogRecord record : records) {
            if (record.sequence() > known && (!own.contains(record.sequence()) || record.sequence() > complete)) {
                Name name = Witness.known(record.name());
                write(name, next, record.sequence());
                witness.heard(name, coarseNanos);
                applied++;
                any = true;
            }
        }
        if (repeatsFloor() > floor) {
            raiseHeapFloor(next); // what was promoted before the mark was read
        }
        return any;
    }

    /** Another log, or one that went back and is read anew from its start: what was stamped before is distrusted. */
    private void start(Slice slice, long next) {
        current = false; // first: who sees the floor must not see this still set
        raiseHeapFloor(next);
        epochsSeen++;
        heard = 0;
        own.clear();
        complete = 0;
        horizon = slice.horizon();
        repeats.restart(slice.keyHorizon());
        dependencies = new NameTable(dependenciesHeld);
        keys = new NameTable(keysHeld);
        namespace.set(namespace.generation(), 0);
        caches.values().forEach(mark -> mark.set(mark.generation(), 0));
        for (Name name : witness.recent(coarseNanos)) {
            if (!pending.isPending(name) && !name.equals(Repeats.MARK)) {
                pending.add(name);
                toAppendAgain.add(name);
            }
        }
        pending.carriedOver().forEach(name -> write(name, next, NameTable.PENDING));
    }

    /** An append was acknowledged by a log that is no more, or by a part of it that was cut off. */
    private void lost(List<Name> names) {
        forks++;
        toAppendAgain.addAll(names);
    }

    /**
     * Takes the names that the log must be told again, since it has lost them, or may have. They are pending already, and must be
     * acknowledged like any others.
     */
    public synchronized List<Name> takeLost() {
        List<Name> taken = List.copyOf(toAppendAgain);
        toAppendAgain.clear();
        appendedAgain += taken.size();
        return taken;
    }

    private long sequence(Name name) {
        return switch (name.kind()) {
            case KEY -> keys.sequence(name.fingerprint());
            case DEPENDENCY -> dependencies.sequence(name.fingerprint());
            case CACHE -> cache(name.text()).sequence();
            case NAMESPACE -> namespace.sequence();
        };
    }

    /** Writes a name. While it is pending it stays so, and its sequence is kept aside; it never goes back. */
    private void write(Name name, long next, long sequence) {
        long before = sequence(name);
        long written = pending.holds(name, sequence)
                ? NameTable.PENDING
                : before == NameTable.PENDING ? sequence : Math.max(before, sequence);
        switch (name.kind()) {
            case KEY -> keys.record(name.fingerprint(), next, written);
            case DEPENDENCY -> dependencies.record(name.fingerprint(), next, written);
            case CACHE -> cache(name.text()).set(next, written);
            case NAMESPACE -> namespace.set(next, written);
        }
        recent.name(next, name);
    }

    private void resolve(Name name, long sequence) {
        switch (name.kind()) {
            case KEY -> keys.sequence(name.fingerprint(), sequence);
            case DEPENDENCY -> dependencies.sequence(name.fingerprint(), sequence);
            case CACHE -> cache(name.text()).sequence(sequence);
            case NAMESPACE -> namespace.sequence(sequence);
        }
    }

    /** An empty set of names. */
    public static long[] noNames() {
        return NO_NAMES;
    }

    /** What has been seen so far. */
    public synchronized Counts counts() {
        return new Counts(
                position,
                Math.max(0, heard - position.sequence()),
                epochsSeen,
                gaps,
                forks,
                applied,
                dependencies.size() + keys.size(),
                pending.size(),
                appendedAgain);
    }
}
