package dev.terrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * What is said to it, and its answer: as Rush has it, with the contender's number and the key before the moment.
 */
/** A process whose threads ask for keys that are loaded slowly, through one contender's cache or another's. */
final class StormNode implements Duty {

    static final String NAME = "storm-node";

    private final String self = Long.toString(ProcessHandle.current().pid());
    private final List<StormCache> caches = new ArrayList<>();
    private final AtomicInteger loads = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "storm");
        thread.setDaemon(true);
        return thread;
    });
    private volatile int loadMillis;

    private StormNode() {}

    static StormNode open(String redis) {
        StormNode node = new StormNode();
        try {
            StormCache.CONTENDERS.forEach(
                    contender -> node.caches.add(contender.maker().make(redis, node::load)));
            return node;
        } catch (RuntimeException failure) {
            node.close();
            throw failure;
        }
    }

    private String load(String key) {
        int number = loads.incrementAndGet();
        Clock.pauseMillis(loadMillis);
        return self + "-" + number;
    }

    @Override
    public String answer(String line) {
        String[] words = line.split(" ", -1);
        StormCache cache = caches.get(Integer.parseInt(words[0]));
        loadMillis = Integer.parseInt(words[4]);
        try {
            return Rush.ask(
                    threads,
                    Long.parseLong(words[2]),
                    Integer.parseInt(words[3]),
                    loads,
                    () -> cache.read().apply(words[1]));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        caches.forEach(StormCache::close);
    }
}
