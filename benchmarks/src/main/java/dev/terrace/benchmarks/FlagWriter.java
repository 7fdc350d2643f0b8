package dev.terrace.benchmarks;

import dev.terrace.flags.store.ChangeOutcome;
import dev.terrace.flags.store.Edit;
import dev.terrace.flags.store.FlagChange;
import dev.terrace.flags.store.FlagStore;
import dev.terrace.flags.store.StoredFlags;

/** A node that changes a flag each time it is asked, and answers with the change's id. Killed sooner or later. */
final class FlagWriter implements Duty {

    static final String NAME = "flag-writer";

    private static final int FLAGS = 50;

    private final FlagPlace place;
    private final FlagStore store;

    private FlagWriter(FlagPlace place) {
        this.place = place;
        this.store = place.store();
    }

    static FlagWriter open(String address) {
        return new FlagWriter(FlagPlace.at(address));
    }

    /** The flag of a step, another variant than it had. */
    static Edit edit(long step, int flags) {
        String variant = step / flags % 2 == 0 ? "on" : "off";
        return Edit.flag("f" + step % flags, "{\"type\":\"boolean\",\"default\":\"" + variant + "\"}");
    }

    @Override
    public String answer(String line) {
        StoredFlags read = FlagPlace.answer(store.read());
        long step = read.version().sequence();
        FlagChange change = FlagChange.of("writer", "step " + step, read.version(), edit(step, FLAGS));
        ChangeOutcome outcome = FlagPlace.answer(store.change(change));
        if (outcome instanceof ChangeOutcome.Applied) {
            return change.id();
        }
        throw new IllegalStateException("nobody else changes anything, and yet: " + outcome);
    }

    @Override
    public void close() {
        store.close();
        place.close();
    }
}
