package dev.terrace.testkit.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/*
 * Changes are made in transactions, which lock what they change, take their time and may come to nothing; loaders see what was
 * committed. Half of all sources give a loader one snapshot, as REPEATABLE READ does; from the others it reads one thing
 * after the other, as under READ COMMITTED, so that what it brings may never have been true at once.
 */
/** The database behind the caches: versions of things, which only grow. For the thread that drives. */
final class Source {

    /** At most ten, for their names have one digit. */
    static final int KEYS = 5;

    static final int DEPENDENCIES = 5;

    private static final String[] KEY_NAMES = names("k", KEYS);
    private static final String[] PUT_NAMES = names("p", 10);
    private static final String[] DEPENDENCY_NAMES = names("d", DEPENDENCIES);
    private static final List<List<String>> RESTS_ON =
            Stream.of(DEPENDENCY_NAMES).map(List::of).toList();

    private final Clockwork clock;
    private final Map<String, Long> versions = new HashMap<>();
    private final Set<String> locked = new HashSet<>();
    private final boolean repeatable;

    Source(Clockwork clock) {
        this.clock = clock;
        repeatable = clock.random().nextBoolean();
    }

    static String key(int number) {
        return KEY_NAMES[number];
    }

    /** A key whose value the node of a place puts after each change, and nobody else changes. */
    static String putKey(int place) {
        return PUT_NAMES[place];
    }

    static boolean isPut(String key) {
        return key.startsWith("p");
    }

    static String dependency(int number) {
        return DEPENDENCY_NAMES[number];
    }

    /** What the value of a key rests on; some rest on nothing. */
    static List<String> dependenciesOf(String key) {
        int number = number(key);
        return number == 1 ? List.of() : RESTS_ON.get(number % DEPENDENCIES);
    }

    private static String[] names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(number -> prefix + number).toArray(String[]::new);
    }

    /** The dependency that a change of what a key rests on changes, whether this key rests on it or not. */
    static String dependencyNear(String key) {
        return dependency(number(key) % DEPENDENCIES);
    }

    private static int number(String key) {
        return key.charAt(1) - '0';
    }

    long version(String thing) {
        return versions.getOrDefault(thing, 0L);
    }

    /** Begins to change a thing; whether nobody else does. */
    boolean begin(String thing) {
        return locked.add(thing);
    }

    /** Ends a change, as if it had never been, or for all to see. */
    void end(String thing, boolean committed) {
        locked.remove(thing);
        if (committed) {
            change(thing);
        }
    }

    /** Changes a thing at once. */
    void change(String thing) {
        versions.merge(thing, 1L, Long::sum);
    }

    /** The value as it is now. */
    Value now(String key) {
        return new Value(version(key), dependencies(key), clock.now());
    }

    private long dependencies(String key) {
        long sum = 0;
        for (String dependency : dependenciesOf(key)) {
            sum += version(dependency);
        }
        return sum;
    }

    /** Reads a value: waits, takes the snapshot, waits again. */
    Value load(String key) {
        Random random = clock.random();
        if (random.nextInt(4) == 0) {
            clock.sleep(random.nextInt(5_000_000));
        }
        if (random.nextInt(40) == 0) {
            throw new Unavailable();
        }
        Value snapshot = now(key);
        if (!repeatable && random.nextInt(3) == 0) {
            clock.sleep(random.nextInt(20_000_000));
            snapshot = new Value(snapshot.own, dependencies(key), snapshot.brought);
        }
        clock.sleep(random.nextInt(10) == 0 ? random.nextLong(2_000_000_000L) : random.nextInt(30_000_000));
        return snapshot.at(clock.now());
    }

    /** Without a stack, of which there are many and nobody looks. */
    private static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable() {
            super("the source fails", null, false, false);
        }
    }

    /**
     * What is cached.
     *
     * @param own the version of the key's own thing
     * @param dependency the version of what it rests on
     * @param brought when it was brought here
     */
    record Value(long own, long dependency, long brought) {

        static Value parse(String text) {
            int dot = text.indexOf('.');
            int at = text.indexOf('@');
            return new Value(
                    Long.parseLong(text, 0, dot, 10),
                    Long.parseLong(text, dot + 1, at, 10),
                    Long.parseLong(text, at + 1, text.length(), 10));
        }

        Value at(long moment) {
            return new Value(own, dependency, moment);
        }

        boolean isAtLeast(Value other) {
            return own >= other.own && dependency >= other.dependency && brought >= other.brought;
        }

        String text() {
            return own + "." + dependency + "@" + brought;
        }
    }
}
