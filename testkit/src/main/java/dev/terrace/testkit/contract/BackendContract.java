package dev.terrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.testkit.TestHost;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;

/** What the contracts share: nodes that end with the test, answers that are waited for, seeds that reproduce. */
abstract class BackendContract {

    /** Every answer arrives within this time, be it a failure. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final String namespace = "t-" + UUID.randomUUID();
    private final long seed = Long.getLong("terrace.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    /**
     * Holds the store up: calls that begin before the answer is closed reach it too late or never, and nothing that was
     * sent is answered in time. What went into the network before, or meanwhile, may arrive after the end.
     *
     * @return ends the stall
     * @throws Exception if that cannot be done, which fails the test
     */
    protected abstract AutoCloseable stall() throws Exception;

    /** Closes what the test has opened, the last first. */
    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    /**
     * The namespace of this test, which no other test uses.
     *
     * @return a namespace
     */
    protected final String namespace() {
        return namespace;
    }

    /** Another node of this test's namespace. */
    final TestHost node() {
        return node(namespace);
    }

    final TestHost node(String ofNamespace) {
        return closing(TestHost.of(ofNamespace));
    }

    final <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Random numbers whose seed {@link #seeded} names in failures; {@code -Dterrace.seed} sets it. */
    final Random random() {
        return random;
    }

    final String seeded() {
        return "-Dterrace.seed=" + seed;
    }

    /** Runs something while the store is stalled. */
    final void whileStalled(Runnable task) throws Exception {
        AutoCloseable stalled = stall();
        try {
            task.run();
        } finally {
            stalled.close();
        }
    }

    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the call failed: " + unwrapped(e), unwrapped(e));
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The failure of a call that must fail, and in time. */
    static Throwable failure(CompletionStage<?> stage) {
        try {
            Object answer = stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            throw new AssertionError("should have failed, but answered " + answer);
        } catch (ExecutionException e) {
            return unwrapped(e);
        } catch (TimeoutException e) {
            throw new AssertionError("neither answered nor failed within " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Throwable unwrapped(ExecutionException failure) {
        Throwable inner = failure;
        while (inner instanceof ExecutionException || inner instanceof CompletionException) {
            Throwable cause = inner.getCause();
            if (cause == null) {
                break;
            }
            inner = cause;
        }
        return inner;
    }

    static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("time until %s", what)
                    .isLessThan(PATIENCE);
            pause();
        }
    }

    /** Checks again and again for a while that something holds. */
    static void during(Duration time, Runnable check) {
        long start = System.nanoTime();
        do {
            check.run();
            pause();
        } while (System.nanoTime() - start < time.toNanos());
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Runs a task on several threads at once, each with its number, and rethrows what any of them threw. */
    static void inParallel(int threads, IntConsumer task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                running.add(executor.submit(() -> task.accept(number)));
            }
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
