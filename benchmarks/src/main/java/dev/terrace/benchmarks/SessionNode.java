package dev.terrace.benchmarks;

import dev.terrace.cache.AsyncCache;
import dev.terrace.cache.Cache;
import dev.terrace.cache.LogStats;
import dev.terrace.cache.Lookup;
import dev.terrace.cache.Receipt;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/*
 * Lines and answers:
 *
 *   put N             receipts that were not LOGGED     stores N sessions
 *   churn FROM TO     receipts that were not LOGGED     stores or removes other keys, in turn
 *   read N            how many of the sessions are there with their values
 *   heap              bytes on the heap after a collection
 *   widened           how often its queue overflowed, and everything was invalidated instead
 *   log               what else it knows of its log
 */
/** A node with sessions that nobody can load again. */
final class SessionNode implements Duty {

    static final String NAME = "session-node";
    static final String NAMESPACE = "sessions";

    private static final Duration LIFE = Duration.ofHours(12);
    private static final int HEAP_ENTRIES = 10_000;
    private static final int UNDER_WAY = 500;
    private static final int COLLECTIONS = 3;

    private final Node node;
    private final Cache<String, String> sessions;

    private SessionNode(Node node) {
        this.node = node;
        sessions = node.terrace()
                .cache("sessions", String.class, String.class)
                .heap(heap -> heap.maximumSize(HEAP_ENTRIES))
                .tier(node.store().tier().get(), tier -> tier.expireAfterWrite(LIFE))
                .build();
    }

    static SessionNode open(String redis) {
        return new SessionNode(Node.open(NAMESPACE, Store.redis(redis)));
    }

    @Override
    public String answer(String line) {
        String[] words = line.split(" ", -1);
        return switch (words[0]) {
            case "put" -> Long.toString(put(Integer.parseInt(words[1])));
            case "churn" -> Long.toString(churn(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
            case "read" -> Integer.toString(read(Integer.parseInt(words[1])));
            case "heap" -> Long.toString(heap());
            case "widened" -> Long.toString(node.terrace().logStats().widened());
            case "log" -> log();
            default -> throw new IllegalArgumentException("no such line: " + line);
        };
    }

    /** One after the other: a far tier that did not take one in time would lose it, and that is not the question. */
    private long put(int count) {
        long unlogged = 0;
        for (int i = 0; i < count; i++) {
            unlogged += sessions.put("session:" + i, value(i)) == Receipt.LOGGED ? 0 : 1;
        }
        return unlogged;
    }

    private long churn(int from, int to) {
        AsyncCache<String, String> async = sessions.async();
        return Window.sendAll(
                node.terrace(),
                UNDER_WAY,
                from,
                to,
                i -> i % 2 == 0 ? async.put("visit:" + i, value(i)) : async.invalidate("visit:" + i));
    }

    private int read(int count) {
        int there = 0;
        for (int i = 0; i < count; i++) {
            Lookup<String> found = sessions.getIfPresent("session:" + i);
            there += found.isFound() && found.orElse("").equals(value(i)) ? 1 : 0;
        }
        return there;
    }

    private static String value(int number) {
        return "user " + number;
    }

    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private String log() {
        LogStats stats = node.terrace().logStats();
        return stats.sequence() + " " + stats.names() + " " + stats.gaps() + " " + stats.epochs();
    }

    @Override
    public void close() {
        node.close();
    }
}
