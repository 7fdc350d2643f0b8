package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final ExecutorService others = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        others.shutdownNow();
    }

    @Test
    void await_runsTasksOnItsOwnThreadUntilTheOutcome() {
        Lane lane = new Lane(others);
        CompletableFuture<Thread> outcome = new CompletableFuture<>();
        others.execute(() -> lane.execute(() -> outcome.complete(Thread.currentThread())));

        assertThat(lane.await(outcome)).isSameAs(Thread.currentThread()).isSameAs(lane.owner());
    }

    @Test
    void execute_afterTheOutcome_goesToTheFallback() throws Exception {
        Lane lane = new Lane(others);
        CompletableFuture<Thread> late = new CompletableFuture<>();
        assertThat(lane.await(CompletableFuture.completedFuture("done"))).isEqualTo("done");

        lane.execute(() -> late.complete(Thread.currentThread()));

        assertThat(late.get()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void await_ofManyTasksFromOtherThreads_losesNone() {
        for (int round = 0; round < 2_000; round++) {
            Lane lane = new Lane(others);
            AtomicInteger ran = new AtomicInteger();
            CompletableFuture<Boolean> outcome = new CompletableFuture<>();
            Runnable step = () -> {
                if (ran.incrementAndGet() == 4) {
                    outcome.complete(true);
                }
            };
            for (int thread = 0; thread < 2; thread++) {
                others.execute(() -> {
                    lane.execute(step);
                    lane.execute(step);
                });
            }
            assertThat(lane.await(outcome)).isTrue();
            assertThat(ran).hasValue(4);
        }
    }

    @Test
    void execute_besideTheEnd_isNeverForgotten() throws Exception {
        for (int round = 0; round < 2_000; round++) {
            Lane lane = new Lane(Runnable::run);
            CompletableFuture<Boolean> early = new CompletableFuture<>();
            CompletableFuture<Boolean> beside = new CompletableFuture<>();
            lane.execute(() -> early.complete(true));
            others.execute(() -> lane.execute(() -> beside.complete(true)));

            lane.await(CompletableFuture.completedFuture("done"));

            assertThat(early).as("left over at the end").isCompleted();
            assertThat(beside.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void await_nested_wakesBoth() {
        Lane outer = new Lane(others);
        CompletableFuture<String> outcome = new CompletableFuture<>();
        others.execute(() -> outer.execute(() -> {
            Lane inner = new Lane(others);
            CompletableFuture<String> nested = new CompletableFuture<>();
            others.execute(() -> {
                outer.execute(() -> outcome.complete("outer"));
                inner.execute(() -> nested.complete("inner"));
            });
            assertThat(inner.await(nested)).isEqualTo("inner");
        }));
        assertThat(outer.await(outcome)).isEqualTo("outer");
    }

    @Test
    void await_ofAFailure_throwsItUnwrapped() {
        IllegalArgumentException failure = new IllegalArgumentException("failed");
        AtomicReference<CompletableFuture<String>> outcome =
                new AtomicReference<>(CompletableFuture.failedFuture(failure));
        assertThatThrownBy(() -> new Lane(others).await(outcome.get())).isSameAs(failure);
        assertThatThrownBy(() -> new Lane(others).await(outcome.get().thenApply(text -> text)))
                .isSameAs(failure);
    }
}
