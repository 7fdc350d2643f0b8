package dev.terrace.testkit.simulation;

import dev.terrace.cache.Receipt;
import dev.terrace.cache.WhenDisconnected;
import dev.terrace.testkit.simulation.Source.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * Eight seconds of three nodes that read and change a few things while faults befall them and their server, then five in which
 * nothing is broken any more, then every node reads everything once. Some histories take their time: two minutes and more, in which
 * nodes are cut off for longer than any of them remembers what it has seen.
 *
 * What is checked, after every read: it shows at least what its node had to know when it began (CACHE-1: its own invalidations;
 * CACHE-2: whatever a poll of its had read), and nothing old where it is cut off (CACHE-3). At the end: everybody shows the source as it is (CACHE-4), unless the last invalidation
 * of a thing is known to nobody who is alive; such things are counted apart.
 */
/** One seed's history. Not thread-safe. */
final class History {

    private static final int NODES = 3;
    /** More names than a history has. */
    private static final int ALL = 1_000;

    private static final long SECOND = 1_000_000_000L;
    private static final long TROUBLE = 8 * SECOND;
    private static final long SETTLING = 5 * SECOND;
    private static final long READING = 3 * SECOND;
    /** How much longer reads may take where loads are claimed: two holders may have come to nothing, or nobody may know that he holds one. */
    private static final long CLAIMED = 6 * SECOND;

    private static final int LONG = 20;
    private static final int[] CHANGES_OF_HUNDRED = {1, 6, 25, 70};

    /** Who invalidated a thing last, and at which version, and whether he has heard that it is logged. */
    private record Last(SimNode node, long version, boolean logged) {}

    private final long seed;
    /** Where changes are frequent the next one hides that one was missed, where they are rare little happens. */
    private final int changesOfHundred;
    /** How many keys are read and changed: of few, changes by several nodes meet in the log. */
    private final int keys;

    private final Clockwork clock;
    private final Random random;
    private final Server server;
    private final Source source;
    private final SimNode.Traits traits;
    /** How many times as long as others this history is in trouble. */
    private final int stretch;

    private final long troubleEnds;
    private final Faults faults;
    private final List<SimNode> nodes = new ArrayList<>();
    private final Map<String, Last> lasts = new HashMap<>();
    private @Nullable String violation;
    private int reads;
    private int changes;
    private int unwitnessed;

    History(long seed, Executor threads) {
        this.seed = seed;
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        clock = new Clockwork(random, threads);
        SimNode.Backend backend = random.nextInt(3) > 0
                ? SimNode.Backend.REDIS
                : random.nextBoolean() ? SimNode.Backend.WAKING_DATABASE : SimNode.Backend.SILENT_DATABASE;
        traits = new SimNode.Traits(
                backend,
                random.nextInt(4) == 0 ? 10 : 1,
                random.nextBoolean() ? 1 + random.nextInt(3) : Integer.MAX_VALUE,
                backend.isDatabase()
                        ? backend == SimNode.Backend.WAKING_DATABASE && seed % 2 == 0
                        : random.nextBoolean(),
                seed < 0,
                random.nextInt(4) == 0 ? WhenDisconnected.SERVE_STALE : WhenDisconnected.RELOAD);
        int dependencies = fewOrAll();
        int keysRetained = traits.carries() ? fewOrAll() : ALL;
        server = new Server(
                clock,
                () -> backend.isDatabase()
                        ? LogModel.ofDatabase(dependencies, keysRetained)
                        : new LogModel("1", dependencies, keysRetained));
        source = new Source(clock);
        stretch = random.nextInt(16) == 0 ? LONG : 1;
        troubleEnds = stretch * TROUBLE;
        keys = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : Source.KEYS;
        changesOfHundred = CHANGES_OF_HUNDRED[random.nextInt(CHANGES_OF_HUNDRED.length)];
        faults = new Faults(clock, server, nodes, this::join, troubleEnds, stretch);
    }

    /** How many names a log retains. */
    private int fewOrAll() {
        return random.nextInt(3) == 0 ? 2 + random.nextInt(3) : ALL;
    }

    /** Lives it. */
    Outcome live() {
        clock.after(0, () -> {
            for (int i = 0; i < NODES; i++) {
                join(i);
            }
            faults.plan();
        });
        clock.after(troubleEnds + SETTLING, () -> nodes.forEach(this::readEverything));
        clock.run(troubleEnds + SETTLING + reading());
        return new Outcome(seed, violation, clock.ran(), reads, changes, unwitnessed);
    }

    private long reading() {
        return seed < 0 ? READING + CLAIMED : READING;
    }

    /** Starts a node in a place; one that was there has crashed. */
    private void join(int place) {
        SimNode node =
                new SimNode(clock, server, source, nodes, traits, thrown -> violated("a task failed with " + thrown));
        if (place < nodes.size()) {
            nodes.set(place, node);
            node.after(random.nextInt(60_000_000), () -> warm(node));
        } else {
            nodes.add(node);
        }
        work(node);
    }

    private void work(SimNode node) {
        node.after(random.nextInt(60_000_000) * (long) stretch, () -> {
            if (clock.now() < troubleEnds) {
                act(node);
                work(node);
            }
        });
    }

    private void act(SimNode node) {
        String key = random.nextInt(4) == 0 ? Source.putKey(random.nextInt(NODES)) : Source.key(random.nextInt(keys));
        if (random.nextInt(100) >= changesOfHundred) {
            if (random.nextInt(20) == 0) {
                node.cache().async().getAll(List.of(key, Source.key(random.nextInt(keys))));
            } else {
                read(node, key);
            }
            return;
        }
        int kind = random.nextInt(20);
        if (Source.isPut(key)) {
            put(node);
        } else if (kind < 11) {
            change(node, key, () -> node.cache().async().invalidate(key));
        } else if (kind < 19) {
            String dependency = Source.dependencyNear(key);
            change(node, dependency, () -> node.terrace().invalidateDependencyAsync(dependency));
        } else {
            everything(node);
        }
    }

    private void put(SimNode node) {
        String key = Source.putKey(nodes.indexOf(node));
        changes++;
        source.change(key);
        announce(
                node,
                List.of(key),
                () -> node.cache().async().put(key, source.now(key).text()));
    }

    private void change(SimNode node, String thing, Supplier<CompletableFuture<Receipt>> call) {
        if (!source.begin(thing)) {
            return;
        }
        boolean committed = random.nextInt(12) > 0;
        clock.after(random.nextInt(6) == 0 ? random.nextInt(300_000_000) : random.nextInt(2_000_000), () -> {
            source.end(thing, committed && node.isAlive());
            if (committed || random.nextBoolean()) {
                changes++;
                node.after(
                        random.nextInt(12) == 0 ? random.nextInt(1_500_000_000) : random.nextInt(3_000_000),
                        () -> announce(node, List.of(thing), call));
            }
        });
    }

    /** What was put is not among it: a put that stands behind it in the log holds. */
    private void everything(SimNode node) {
        List<String> things = new ArrayList<>();
        for (int i = 0; i < Source.KEYS; i++) {
            things.add(Source.key(i));
        }
        things.forEach(source::change);
        changes++;
        node.after(
                random.nextInt(3_000_000),
                () -> announce(node, things, () -> node.cache().async().invalidateAll()));
    }

    private void announce(SimNode node, List<String> things, Supplier<CompletableFuture<Receipt>> call) {
        Map<String, Long> versions = new HashMap<>();
        things.forEach(thing -> versions.put(thing, source.version(thing)));
        CompletableFuture<Receipt> receipt = call.get();
        faults.announced(node);
        versions.forEach((thing, version) -> {
            node.requires(thing, version);
            lasts.put(thing, new Last(node, version, false));
        });
        receipt.thenAccept(answer -> {
            if (answer == Receipt.LOGGED) {
                versions.forEach((thing, version) -> {
                    node.logged(thing, version);
                    lasts.replace(thing, new Last(node, version, false), new Last(node, version, true));
                });
            }
        });
    }

    private void read(SimNode node, String key) {
        Value required = node.required(key);
        long heard = node.heard();
        long began = clock.now();
        reads++;
        node.cache().async().get(key).whenComplete((text, failure) -> {
            // Who is back meanwhile may have it from elsewhere, and trusts it.
            Value least = node.heard() == heard ? required : required.at(0);
            if (failure == null && node.isAlive() && !Value.parse(text).isAtLeast(least)) {
                violated("CACHE-1, 2 or 3: a read of " + key + " that began at " + began + " answered " + text
                        + ", must be at least " + least.text());
            }
        });
    }

    /** What it finds in the far tiers it has never heard a word of. */
    private void warm(SimNode node) {
        for (int i = 0; i < Source.KEYS; i++) {
            read(node, Source.key(i));
        }
    }

    private void readEverything(SimNode node) {
        for (int i = 0; i < Source.KEYS; i++) {
            readAtEnd(node, Source.key(i), 0);
        }
        for (int place = 0; place < NODES; place++) {
            readAtEnd(node, Source.putKey(place), 0);
        }
    }

    private void readAtEnd(SimNode node, String key, int attempt) {
        CompletableFuture<String> answer = node.cache().async().get(key);
        answer.whenComplete((text, failure) -> {
            if (failure != null) {
                if (attempt < 5) {
                    node.after(1_000_000, () -> readAtEnd(node, key, attempt + 1));
                }
                return;
            }
            Value value = Value.parse(text);
            Value now = source.now(key);
            converged(key, value.own(), now.own(), text);
            Source.dependenciesOf(key)
                    .forEach(dependency -> converged(dependency, value.dependency(), now.dependency(), text));
        });
        clock.after(reading() - SECOND / 10, () -> {
            if (!answer.isDone()) {
                violated("a read of " + key + " after the last fault was never answered");
            }
        });
    }

    private void converged(String thing, long shown, long version, String text) {
        Last last = lasts.get(thing);
        if (last == null || shown >= last.version) {
            return; // a change whose node has died before it could say so is promised to nobody
        }
        boolean witnessed = last.node.isWitness(thing, last.version)
                || server.primary().certain.getOrDefault(thing, 0L) >= last.version
                || nodes.stream().anyMatch(node -> node.isWitness(thing, last.version));
        if (witnessed) {
            violated("CACHE-4: after the last fault " + thing + " is at " + version + ", but a node shows " + text);
        } else if (last.logged) {
            unwitnessed++;
        }
    }

    private void violated(String what) {
        if (violation == null) {
            violation = "seed " + seed + " at " + clock.now() / 1_000_000 + " ms: " + what + faults.told();
        }
    }
}
