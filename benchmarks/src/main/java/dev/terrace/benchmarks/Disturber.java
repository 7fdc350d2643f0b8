package dev.terrace.benchmarks;

import dev.terrace.cache.Terrace;
import java.util.concurrent.TimeUnit;

/** A node that invalidates names on which nothing rests, at a steady pace. */
final class Disturber implements Duty {

    static final String NAME = "disturber";
    static final String NAMESPACE = "disturbed";
    static final int PER_SECOND = 1_000;

    private static final int NAMES = 10_000;

    private final Node node;
    private volatile boolean closed;

    private Disturber(Node node) {
        this.node = node;
    }

    static Disturber open(String redis) {
        Disturber disturber = new Disturber(Node.open(NAMESPACE, Store.redis(redis)));
        Thread disturbing = new Thread(disturber::disturb, "disturber");
        disturbing.setDaemon(true);
        disturbing.start();
        return disturber;
    }

    private void disturb() {
        Terrace terrace = node.terrace();
        long period = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        long due = System.nanoTime();
        for (long i = 0; !closed; i++) {
            Clock.pause(due - System.nanoTime());
            due += period;
            terrace.invalidateDependency("other:" + i % NAMES);
        }
    }

    @Override
    public String answer(String line) {
        return Long.toString(node.terrace().logStats().sequence());
    }

    @Override
    public void close() {
        closed = true;
        node.close();
    }
}
