package dev.terrace.benchmarks;

import dev.terrace.benchmarks.Items.Item;
import dev.terrace.benchmarks.Suite.Bytes;
import dev.terrace.benchmarks.Suite.Contender;
import dev.terrace.cache.Cache;
import dev.terrace.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/*
 * Another process invalidates all the while, whichever of the two is measured; only one of them is in its namespace. So what
 * other processes take of the machine is the same for both, and the ratio is what it costs a hit to hear of them.
 */
/**
 * One hit in the nearest tier, with three dependencies a value, while nothing happens and while invalidations of other names arrive
 * from Redis.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogHits {

    /** What is measured, by the name of its method; the first is what the other is compared with. */
    static final Suite SUITE = new Suite(
            "log-hits",
            "What a hit with 3 dependencies takes while " + Disturber.PER_SECOND
                    + " invalidations of other names arrive each second",
            LogHits.class,
            List.of(
                    new Contender("quiet", "quiet"),
                    new Contender("disturbed", Disturber.PER_SECOND + " invalidations/s", 1.5)),
            Bytes.OF_READERS,
            LogHits::scene);

    private static final String REDIS = "terrace.benchmarks.redis";
    private static final double ARRIVED = 0.8;

    @Benchmark
    public Item quiet(Quiet held, HeapHit.Reads reads) {
        return held.cache.get(reads.next());
    }

    @Benchmark
    public Item disturbed(Disturbed held, HeapHit.Reads reads) {
        return held.cache.get(reads.next());
    }

    /** A server, and a process that invalidates. */
    private static Scene.Set scene() throws IOException {
        RedisServer redis = RedisServer.launch();
        Path log = Files.createTempFile("disturber", ".log");
        PeerProcess disturber;
        try {
            disturber = PeerProcess.launch(log, Disturber.NAME, redis.uri());
        } catch (IOException | RuntimeException failure) {
            redis.close();
            throw failure;
        }
        return new Scene.Set() {
            @Override
            public List<String> jvmArguments() {
                return List.of("-D" + REDIS + "=" + redis.uri());
            }

            @Override
            public void close() {
                disturber.close();
                redis.close();
            }
        };
    }

    /** A node in a namespace, with its cache. */
    private static final class Held {

        final Node node;
        final Cache<String, Item> cache;
        private final long opened = System.nanoTime();

        Held(String namespace) {
            node = Node.open(namespace, Store.redis(System.getProperty(REDIS, "redis://localhost")));
            cache = Shop.products(node.terrace(), Items.all(), Items.ROOM, 3);
        }

        /** Closes; refuses the measurement if the invalidations did not come as they should have. */
        void close(int perSecond) {
            long applied = node.terrace().logStats().applied();
            double seconds = (System.nanoTime() - opened) / 1e9;
            node.close();
            if (applied < ARRIVED * perSecond * seconds || (perSecond == 0 && applied > 0)) {
                throw new IllegalStateException(String.format(
                        "%d invalidations arrived in %.1f s, %d a second were wanted; is the machine busy?",
                        applied, seconds, perSecond));
            }
        }
    }

    @State(Scope.Benchmark)
    public static class Quiet {

        private final Held held = new Held("quiet");
        final Cache<String, Item> cache = held.cache;

        @TearDown
        public void close() {
            held.close(0);
        }
    }

    @State(Scope.Benchmark)
    public static class Disturbed {

        private final Held held = new Held(Disturber.NAMESPACE);
        final Cache<String, Item> cache = held.cache;

        @TearDown
        public void close() {
            held.close(Disturber.PER_SECOND);
        }
    }
}
