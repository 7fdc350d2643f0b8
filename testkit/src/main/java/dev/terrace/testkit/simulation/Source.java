package dev.terrace.testkit.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** The database behind the caches: versions of things, which only grow. For the thread that drives. */
final class Source {

    static final int KEYS = 5;
    static final int DEPENDENCIES = 3;

    private final Clockwork clock;
    private final Map<String, Long> versions = new HashMap<>();

    Source(Clockwork clock) {
        this.clock = clock;
    }

    static String key(int number) {
        return "k" + number;
    }

    /** A key whose value the node of a place puts after each change, and nobody else changes. */
    static String putKey(int place) {
        return "p" + place;
    }

    static boolean isPut(String key) {
        return key.startsWith("p");
    }

    static String dependency(int number) {
        return "d" + number;
    }

    /** What the value of a key rests on. */
    static String dependencyOf(String key) {
        return dependency(Integer.parseInt(key.substring(1)) % DEPENDENCIES);
    }

    long version(String thing) {
        return versions.getOrDefault(thing, 0L);
    }

    long change(String thing) {
        return versions.merge(thing, 1L, Long::sum);
    }

    /** The value as it is now. */
    Value now(String key) {
        return new Value(version(key), version(dependencyOf(key)));
    }

    /** Reads a value: waits, takes the snapshot, waits again. */
    Value load(String key) {
        Random random = clock.random();
        if (random.nextInt(4) == 0) {
            clock.sleep(random.nextInt(5_000_000));
        }
        if (random.nextInt(40) == 0) {
            throw new IllegalStateException("the source fails");
        }
        Value snapshot = now(key);
        clock.sleep(random.nextInt(10) == 0 ? random.nextLong(2_000_000_000L) : random.nextInt(30_000_000));
        return snapshot;
    }

    /**
     * What is cached.
     *
     * @param own the version of the key's own thing
     * @param dependency the version of what it rests on
     */
    record Value(long own, long dependency) {

        static Value parse(String text) {
            int dot = text.indexOf('.');
            return new Value(Long.parseLong(text, 0, dot, 10), Long.parseLong(text, dot + 1, text.length(), 10));
        }

        boolean isAtLeast(Value other) {
            return own >= other.own && dependency >= other.dependency;
        }

        String text() {
            return own + "." + dependency;
        }
    }
}
