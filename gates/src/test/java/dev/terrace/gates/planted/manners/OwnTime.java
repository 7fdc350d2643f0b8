package dev.terrace.gates.planted.manners;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** One method for each way to get time or a thread past the one package that owns them. */
final class OwnTime {

    long nanoTime() {
        return System.nanoTime();
    }

    long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    Instant instantNow() {
        return Instant.now();
    }

    Clock clockSystem() {
        return Clock.systemUTC();
    }

    Thread newThread(Runnable task) {
        return new Thread(task);
    }

    Thread newSubclassOfThread() {
        return new Worker();
    }

    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }

    void sleepByUnit() throws InterruptedException {
        TimeUnit.SECONDS.sleep(1);
    }

    Executor executors() {
        return Executors.newCachedThreadPool();
    }

    Executor newPool() {
        return new ForkJoinPool();
    }

    Executor commonPool() {
        return ForkJoinPool.commonPool();
    }

    CompletableFuture<String> asyncWithoutExecutor() {
        return CompletableFuture.supplyAsync(() -> "");
    }

    CompletableFuture<Void> thenAsyncWithoutExecutor(CompletableFuture<String> future) {
        return future.thenAcceptAsync(value -> {});
    }

    Function<Runnable, CompletableFuture<Void>> asyncByMethodReference() {
        return CompletableFuture::runAsync;
    }

    CompletableFuture<String> orTimeout(CompletableFuture<String> future) {
        return future.orTimeout(1, TimeUnit.SECONDS);
    }

    CompletableFuture<String> completeOnTimeout(CompletableFuture<String> future) {
        return future.completeOnTimeout("", 1, TimeUnit.SECONDS);
    }

    Timer newTimer() {
        return new Timer();
    }

    Stream<String> parallelStream(List<String> values) {
        return values.parallelStream();
    }

    private static final class Worker extends Thread {}
}
