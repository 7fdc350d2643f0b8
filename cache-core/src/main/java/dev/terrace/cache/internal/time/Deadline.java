package dev.terrace.cache.internal.time;

import dev.terrace.cache.spi.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Bounds how long one waits for a stage. */
public final class Deadline {

    private Deadline() {}

    /** The stage's outcome, or a {@link TimeoutException} once the time is over. The stage itself goes on. */
    public static <T extends @Nullable Object> CompletableFuture<T> within(
            Time time, Duration limit, CompletionStage<T> stage) {
        if (stage instanceof CompletableFuture<T> future && future.isDone()) {
            return future; // no timer, which wakes a thread
        }
        CompletableFuture<T> bounded = new CompletableFuture<>();
        Time.Timer timer =
                time.schedule(limit, () -> bounded.completeExceptionally(new TimeoutException("not within " + limit)));
        stage.whenComplete((value, failure) -> {
            timer.cancel();
            if (failure != null) {
                bounded.completeExceptionally(failure);
            } else {
                bounded.complete(value);
            }
        });
        return bounded;
    }
}
