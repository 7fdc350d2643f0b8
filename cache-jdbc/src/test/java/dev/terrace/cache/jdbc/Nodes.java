package dev.terrace.cache.jdbc;

import dev.terrace.cache.Cache;
import dev.terrace.cache.Receipt;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.WhenDisconnected;
import dev.terrace.testkit.FaultProxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** Whole nodes on a database, over a source that tests change. */
abstract class Nodes extends Scene {

    static final String DEPENDENCY = "brand";

    /** What the caches load from. */
    final Map<String, String> source = new ConcurrentHashMap<>();

    /** A node, and its one cache, whose entries all rest on one dependency. */
    record Node(Terrace terrace, Cache<String, String> cache) implements AutoCloseable {

        String get(String key) {
            return cache.get(key);
        }

        long epochs() {
            return terrace.logStats().epochs();
        }

        long sequence() {
            return terrace.logStats().sequence();
        }

        Receipt invalidate() {
            return terrace.invalidateDependency(DEPENDENCY);
        }

        @Override
        public void close() {
            terrace.close();
        }
    }

    final Node node(Jdbc jdbc) {
        Terrace terrace = closing(Terrace.builder(namespace)
                .log(jdbc.log())
                .awaitLog(Duration.ofSeconds(10))
                .whenDisconnected(WhenDisconnected.SERVE_STALE, Duration.ofSeconds(60))
                .build());
        Cache<String, String> cache = terrace.cache("products", String.class, String.class)
                .heap(heap -> heap.maximumSize(1_000))
                .tier(jdbc.tier())
                .loader((key, load) -> {
                    load.dependsOn(DEPENDENCY);
                    return source.getOrDefault(key, "none");
                })
                .build();
        return new Node(terrace, cache);
    }

    static void eventually(Check check) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).untilAsserted(check::run);
    }

    /** Something that becomes true. */
    interface Check {
        void run() throws Exception;
    }

    /** Cuts a node off, at once and for good. */
    static void cut(FaultProxy proxy) {
        proxy.refuseConnections();
        proxy.resetConnections();
    }
}
