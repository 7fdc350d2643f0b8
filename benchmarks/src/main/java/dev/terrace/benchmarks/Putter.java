package dev.terrace.benchmarks;

import dev.terrace.cache.Cache;
import java.util.concurrent.atomic.AtomicLong;

/** A node that puts one key again and again, each time a larger number. */
final class Putter implements Duty {

    static final String NAME = "putter";
    static final String NAMESPACE = "never-absent";
    static final String KEY = "session";

    private final Node node;
    private final AtomicLong puts = new AtomicLong();
    private volatile boolean closed;

    private Putter(Node node) {
        this.node = node;
    }

    static Putter open(String redis) {
        Putter putter = new Putter(Node.open(NAMESPACE, Store.redis(redis)));
        putter.start();
        return putter;
    }

    /** The cache of either node: on the heap and on Redis, without a loader. */
    static Cache<String, Long> cache(Node node) {
        return node.terrace()
                .cache("sessions", String.class, Long.class)
                .heap(heap -> heap.maximumSize(1_000).expireAfterWrite(HeapHit.LIFE))
                .tier(node.store().tier().get())
                .build();
    }

    private void start() {
        Cache<String, Long> cache = cache(node);
        Thread putting = new Thread(
                () -> {
                    while (!closed) {
                        cache.put(KEY, puts.get());
                        puts.incrementAndGet();
                    }
                },
                "putter");
        putting.setDaemon(true);
        putting.start();
    }

    @Override
    public String answer(String line) {
        return Long.toString(puts.get());
    }

    @Override
    public void close() {
        closed = true;
        node.close();
    }
}
