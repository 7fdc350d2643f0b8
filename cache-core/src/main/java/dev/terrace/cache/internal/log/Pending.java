package dev.terrace.cache.internal.log;

import dev.terrace.cache.spi.Appended;
import dev.terrace.cache.spi.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The names whose invalidation by this node has not been acknowledged. While a name is here its sequence reads as {@link
 * NameTable#PENDING}, so that no far entry that rests on it is accepted. Guarded by the view's lock; bounded by the sender's
 * queue.
 */
final class Pending {

    private static final class Wait {
        int appends;
        long sequence;
    }

    private record Early(List<Name> names, Appended appended) {}

    private final ObjLongConsumer<Name> resolve;
    private final Consumer<List<Name>> lost;
    private final Map<Name, Wait> waits = new HashMap<>();
    /** Acknowledged under an epoch that the reader has not reached yet. */
    private final List<Early> early = new ArrayList<>();

    /**
     * Makes an empty one.
     *
     * @param resolve gives a name its sequence when nothing more is awaited for it
     * @param lost takes names whose append was acknowledged by a log that is no more; they stay pending
     */
    Pending(ObjLongConsumer<Name> resolve, Consumer<List<Name>> lost) {
        this.resolve = resolve;
        this.lost = lost;
    }

    int size() {
        return waits.size();
    }

    boolean isPending(Name name) {
        return waits.containsKey(name);
    }

    void add(Name name) {
        waits.computeIfAbsent(name, absent -> new Wait()).appends++;
    }

    /** Whether the name is pending; if so, a sequence that was read for it is kept for later. */
    boolean holds(Name name, long sequence) {
        @Nullable Wait wait = waits.get(name);
        if (wait != null && sequence != NameTable.PENDING) {
            wait.sequence = Math.max(wait.sequence, sequence);
        }
        return wait != null;
    }

    void acknowledge(List<Name> names, Appended appended, long epoch) {
        if (appended.epoch() < epoch) {
            lost.accept(names);
            return;
        }
        if (appended.epoch() > epoch) {
            early.add(new Early(names, appended));
            return;
        }
        for (int i = 0; i < names.size(); i++) {
            settle(names.get(i), appended.position(i).sequence());
        }
    }

    /** The reader has come to an epoch: what was acknowledged under it counts, under any other it is lost. */
    void crossed(long epoch) {
        List<Early> waited = List.copyOf(early);
        early.clear();
        for (Early one : waited) {
            if (one.appended.epoch() == epoch) {
                acknowledge(one.names, one.appended, epoch);
            } else {
                lost.accept(one.names);
            }
        }
    }

    void abandon(List<Name> names) {
        names.forEach(name -> settle(name, 0));
    }

    /** The names, after a log was lost: what was read for them in it is void. */
    Set<Name> carriedOver() {
        waits.values().forEach(wait -> wait.sequence = 0);
        return waits.keySet();
    }

    private void settle(Name name, long sequence) {
        @Nullable Wait wait = waits.get(name);
        if (wait == null) {
            return;
        }
        wait.sequence = Math.max(wait.sequence, sequence);
        wait.appends--;
        if (wait.appends == 0) {
            waits.remove(name);
            resolve.accept(name, wait.sequence);
        }
    }
}
