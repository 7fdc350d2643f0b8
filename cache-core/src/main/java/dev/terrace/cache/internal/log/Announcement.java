package dev.terrace.cache.internal.log;

import dev.terrace.cache.spi.Cargo;
import dev.terrace.cache.spi.Name;
import dev.terrace.cache.spi.Position;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One own invalidation: where it took effect on this node, and what becomes of it in the log. Thread-safe. */
public final class Announcement {

    private final Name name;
    private final long generation;
    private final boolean repeated;
    private volatile @Nullable Cargo cargo;
    private final CompletableFuture<Boolean> receipt = new CompletableFuture<>();
    private final CompletableFuture<Position> logged = new CompletableFuture<>();

    /** One of a name that is announced once more, to a log that has lost it. */
    static Announcement again(Name name, long generation) {
        Announcement again = new Announcement(name, generation, null, true);
        again.queued();
        return again;
    }

    Announcement(Name name, long generation, @Nullable Cargo cargo) {
        this(name, generation, cargo, false);
    }

    private Announcement(Name name, long generation, @Nullable Cargo cargo, boolean repeated) {
        this.repeated = repeated;
        this.name = name;
        this.generation = generation;
        this.cargo = cargo;
    }

    Name name() {
        return name;
    }

    /** Whether this is of a key and once more, so that no removal travels with it. */
    boolean repeatsKey() {
        return repeated && name.kind() == Name.Kind.KEY;
    }

    /** The generation under which it took effect here. */
    public long generation() {
        return generation;
    }

    /** What travels with it to the log; once it is logged, what has arrived there. */
    public @Nullable Cargo cargo() {
        return cargo;
    }

    /** Soon: true if the log has it, false if it waits. */
    public CompletableFuture<Boolean> receipt() {
        return receipt;
    }

    /** Some day: its place in the log. Cancelled if a wider invalidation took its place; unknown without a log. */
    public CompletableFuture<Position> logged() {
        return logged;
    }

    void acknowledge(Position position, boolean carried) {
        if (!carried) {
            cargo = null;
        }
        receipt.complete(true);
        logged.complete(position);
    }

    void queued() {
        receipt.complete(false);
    }

    void abandon() {
        receipt.complete(false);
        logged.cancel(false);
    }
}
