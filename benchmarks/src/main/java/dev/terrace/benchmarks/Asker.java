package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Load;
import dev.terrace.cache.Loader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * What is said to it:
 *
 *   ask <key> <nanoTime> <threads> <millis>  that many threads read the key at that moment; a load takes so long. The answer: when the first
 *                                            began, when the last had its answer, loads of this process, the values
 *   hold <key> <millis>                      one thread reads the key; answers once that loads
 *   held                                     waits for that thread
 *   refused                                  how many writes the far tier has refused
 */
/** A node whose threads ask for keys that it loads slowly. */
final class Asker implements Duty {

    static final String NAME = "asker";
    static final String NAMESPACE = "one-load";

    private final Node node;
    private final Cache<String, String> cache;
    private final String self = Long.toString(ProcessHandle.current().pid());
    private final AtomicInteger loads = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "asker");
        thread.setDaemon(true);
        return thread;
    });
    private volatile int loadMillis;
    private volatile CountDownLatch loading = new CountDownLatch(1);
    private Future<String> held = new CompletableFuture<>();

    private Asker(Node node) {
        this.node = node;
        cache = cache(node, this::load);
    }

    static Asker open(String server, String address) {
        return new Asker(Backend.of(server, address).node(NAMESPACE));
    }

    /** The cache of every node: on the heap and on the server. */
    static Cache<String, String> cache(Node node, Loader<String, String> loader) {
        return node.terrace()
                .cache("products", String.class, String.class)
                .heap(heap -> heap.maximumSize(1_000).expireAfterWrite(HeapHit.LIFE))
                .tier(node.store().tier().get())
                .loader(loader)
                .build();
    }

    private String load(String key, Load load) {
        int number = loads.incrementAndGet();
        loading.countDown();
        Clock.pauseMillis(loadMillis);
        return self + "-" + number;
    }

    @Override
    public String answer(String line) {
        String[] words = line.split(" ", -1);
        try {
            return switch (words[0]) {
                case "ask" -> {
                    loadMillis = Integer.parseInt(words[4]);
                    yield Rush.ask(
                            threads,
                            Long.parseLong(words[2]),
                            Integer.parseInt(words[3]),
                            loads,
                            () -> cache.get(words[1]));
                }
                case "hold" -> hold(words[1], Integer.parseInt(words[2]));
                case "held" -> held.get();
                case "refused" -> Long.toString(cache.stats().tiers().get(1).refusedPuts());
                default -> throw new IllegalArgumentException("not understood: " + line);
            };
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String hold(String key, int millis) throws InterruptedException {
        loadMillis = millis;
        loading = new CountDownLatch(1);
        held = threads.submit(() -> cache.get(key));
        loading.await();
        return "loading";
    }

    @Override
    public void close() {
        threads.shutdownNow();
        node.close();
    }
}
