package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Board.Cell;
import dev.terrace.cache.Cache;
import dev.terrace.cache.Terrace;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.io.IOException;
import java.nio.file.Path;

/*
 * One thread looks at both in turn: it reads the key, through the cache as a user would, and looks at the number of the last bare
 * message. So the two differ in nothing but what lies between the sender and that thread. It spins, for a thread that slept
 * would add its awakening, and both of them spin alike.
 */
/** The node that is told: notes when a read shows a new version, and when a bare message has been heard. */
final class LatencyObserver implements Duty {

    static final String NAME = "latency-observer";
    static final String NAMESPACE = "latency";
    static final String KEY = "product:1";
    static final String CHANNEL = "terrace-benchmarks-bare";

    private final Node node;
    private final Cache<String, Long> cache;
    private final RedisClient client;
    private final Board board;
    private volatile long heard;
    private volatile boolean closed;

    private LatencyObserver(Node node, RedisClient client, Board board) {
        this.node = node;
        this.client = client;
        this.board = board;
        cache = cache(node.terrace(), board);
    }

    static LatencyObserver open(String redis, String board) throws IOException {
        LatencyObserver observer = new LatencyObserver(
                Node.open(NAMESPACE, Store.redis(redis)), RedisClient.create(redis), Board.open(Path.of(board)));
        observer.start();
        return observer;
    }

    /** The cache of either node: on the heap, from the board. */
    static Cache<String, Long> cache(Terrace terrace, Board board) {
        return terrace.cache("products", String.class, Long.class)
                .heap(heap -> heap.maximumSize(1_000).expireAfterWrite(HeapHit.LIFE))
                .loader((key, load) -> board.get(Cell.SOURCE))
                .build();
    }

    private void start() {
        StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub();
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                heard = Long.parseLong(message.strip());
            }
        });
        connection.sync().subscribe(CHANNEL);
        Thread observer = new Thread(this::observe, "observer");
        observer.setDaemon(true);
        observer.start();
    }

    private void observe() {
        long lastRead = -1;
        long lastHeard = 0;
        while (!closed) {
            long read = cache.get(KEY);
            if (read != lastRead) {
                lastRead = read;
                board.set(Cell.READ_NANOS, System.nanoTime());
                board.set(Cell.READ, read);
            }
            long number = heard;
            if (number != lastHeard) {
                lastHeard = number;
                board.set(Cell.HEARD_NANOS, System.nanoTime());
                board.set(Cell.HEARD, number);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public String answer(String line) {
        return "applied " + node.terrace().logStats().applied();
    }

    @Override
    public void close() {
        closed = true;
        client.shutdown();
        node.close();
    }
}
