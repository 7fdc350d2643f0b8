package dev.terrace.faults;

import dev.terrace.benchmarks.Clock;
import dev.terrace.cache.Receipt;
import dev.terrace.faults.history.Recorder;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/*
 * Which log has acknowledged a change is asked before and after the call. Appends of a node are sent one after the other, so if
 * both answers are the same, that log has. Else it is not known for sure, and the judge is not told.
 */
/** A thread of a node that reads, or changes things, and writes down what came of it. Thread-safe. */
final class Worker {

    private static final long READ_EVERY = TimeUnit.MICROSECONDS.toNanos(900);
    private static final long CHANGE_EVERY = TimeUnit.MILLISECONDS.toNanos(45);
    private static final long END_SECONDS = 30;

    private final Shop shop;
    private final int number;
    private final boolean changes;
    private final Recorder recorder;
    private final Random random;
    private final Thread thread;
    private volatile boolean ended;

    private Worker(Shop shop, int number, boolean changes) throws IOException {
        this.shop = shop;
        this.number = number;
        this.changes = changes;
        String name = (changes ? "changer" : "reader") + "-" + number;
        recorder = Recorder.of(shop.orders().directory(), shop.orders().number(), name);
        random = new Random(shop.orders().seed() * 31 + shop.orders().number() * 7L + name.hashCode());
        thread = new Thread(this::work, name);
        thread.setDaemon(true);
    }

    static Worker reader(Shop shop, int number) throws IOException {
        return new Worker(shop, number, false);
    }

    static Worker changer(Shop shop, int number) throws IOException {
        return new Worker(shop, number, true);
    }

    void start() {
        thread.start();
    }

    /** Lets it end what it does, and waits for that. */
    void end() {
        ended = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException(thread.getName() + " does not end");
        }
    }

    /** Closes its file. */
    void close() {
        recorder.close();
    }

    private void work() {
        while (!ended) {
            if (changes) {
                Clock.pause((long) (CHANGE_EVERY * 2 * random.nextDouble()));
                int key = Keys.any(random, shop.orders().number(), number);
                change(key);
                read(key);
            } else {
                Clock.pause((long) (READ_EVERY * 2 * random.nextDouble()));
                read(random.nextInt(Orders.KEYS));
            }
        }
    }

    /** Reads a key and writes down what it has seen. */
    void read(int key) {
        long start = System.nanoTime();
        try {
            Thing thing = shop.things().get(key);
            long end = System.nanoTime();
            if (thing.key() == key) {
                recorder.line("read", key, start, end, thing.version());
            } else {
                recorder.line("failed", key, start, end, "read", "AnotherKeysValue:" + thing.key());
            }
        } catch (RuntimeException failure) {
            failed(key, start, "read", failure);
        }
    }

    private void change(int key) {
        Keys.How how = Keys.how(key);
        long start = System.nanoTime();
        long version = shop.truth().change(key);
        long committed = System.nanoTime();
        long before = shop.log().epoch();
        try {
            boolean logged = tell(key, version, how) == Receipt.LOGGED;
            long end = System.nanoTime();
            long epoch = shop.log().epoch() == before ? before : 0;
            recorder.line(
                    "change",
                    key,
                    version,
                    start,
                    committed,
                    end,
                    how,
                    logged ? "LOGGED" : "QUEUED",
                    logged ? epoch : 0);
        } catch (RuntimeException failure) {
            failed(key, committed, how.name(), failure);
        }
    }

    private Receipt tell(int key, long version, Keys.How how) {
        if (shop.orders().forgets() && version % 2 == 0) {
            return Receipt.LOGGED;
        }
        return switch (how) {
            case INVALIDATE -> shop.things().invalidate(key);
            case PUT -> shop.things().put(key, new Thing(key, version));
            case DEPENDENCY -> shop.terrace().invalidateDependency(Keys.dependency(key));
        };
    }

    private void failed(int key, long start, String call, RuntimeException failure) {
        recorder.line(
                "failed",
                key,
                start,
                System.nanoTime(),
                call,
                failure.getClass().getSimpleName());
        Throwable cause = failure.getCause();
        System.err.println(
                call + " of key " + key + " failed: " + failure + (cause == null ? "" : " because of " + cause));
    }
}
