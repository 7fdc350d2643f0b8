package dev.terrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/*
 * What the processes are told, and answer:
 *
 *   <something> <nanoTime> <threads> <millis>  that many threads read at that moment; a load takes so long
 *   <nanoTime> <nanoTime> <loads> <value>...   when the first began and when the last had its answer, loads of this process, the values
 */
/**
 * What was seen of one key for which threads of several processes asked at one moment.
 *
 * @param loads how often it was loaded
 * @param nanos from the first question to the last answer
 * @param values what they were given
 */
record Rush(int loads, long nanos, Set<String> values) {

    private static final long HEAD_START_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Has all threads of some processes ask. */
    static Rush of(List<PeerProcess> processes, String what, int threads, int loadMillis, Executor executor) {
        String line = what + " " + (System.nanoTime() + HEAD_START_NANOS) + " " + threads + " " + loadMillis;
        List<CompletableFuture<String>> answers = processes.stream()
                .map(process -> CompletableFuture.supplyAsync(() -> process.ask(line), executor))
                .toList();
        return of(answers.stream().map(CompletableFuture::join).toList());
    }

    /** What the processes' answers say together. */
    static Rush of(List<String> answers) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        int loads = 0;
        Set<String> values = new TreeSet<>();
        for (String answer : answers) {
            String[] words = answer.split(" ", -1);
            first = Math.min(first, Long.parseLong(words[0]));
            last = Math.max(last, Long.parseLong(words[1]));
            loads += Integer.parseInt(words[2]);
            values.addAll(List.of(words).subList(3, words.length));
        }
        return new Rush(loads, last - first, values);
    }

    private record Reading(long began, long ended) {}

    /** A process's part: threads that read at one moment, and its answer. */
    static String ask(ExecutorService executor, long atNanos, int threads, AtomicInteger loads, Supplier<String> read)
            throws ExecutionException, InterruptedException {
        int before = loads.get();
        Set<String> values = new ConcurrentSkipListSet<>();
        List<Future<Reading>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(executor.submit(() -> {
                Clock.pause(atNanos - System.nanoTime());
                long began = System.nanoTime();
                values.add(read.get());
                return new Reading(began, System.nanoTime());
            }));
        }
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Future<Reading> one : running) {
            first = Math.min(first, one.get().began);
            last = Math.max(last, one.get().ended);
        }
        return first + " " + last + " " + (loads.get() - before) + " " + String.join(" ", values);
    }
}
