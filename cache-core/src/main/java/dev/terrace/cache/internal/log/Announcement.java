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
    private volatile @Nullable Cargo cargo;
    private final CompletableFuture<Boolean> receipt = new CompletableFuture<>();
    private final CompletableFuture<Position> logged = new CompletableFuture<>();

    Announcement(Name name, long generation, @Nullable Cargo cargo) {
        this.name = name;
        this.generation = generation;
        this.cargo = cargo;
    }

    Name name() {
        return name;
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
