package dev.terrace.examples.quickstart;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.Terrace;
import dev.terrace.cache.profile.ProfileRecorder;
import dev.terrace.cache.profile.ProfileStore;
import dev.terrace.cache.warm.WarmProgress;
import dev.terrace.cache.warm.Warming;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Shows what a restart costs with warming and without: one node after the other, on the heap alone. Not thread-safe. */
final class WarmComparison {

    /** Of the requests after the restart, the share that is compared. */
    private static final double FIRST = 0.05;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ROW = "  %-34s %10s %10s %12s %12s%n";

    private final Options options;
    private final PrintStream out;
    private final boolean terminal;

    WarmComparison(Options options, PrintStream out, boolean terminal) {
        this.options = options;
        this.out = out;
        this.terminal = terminal;
    }

    /** What became of the same requests on one node. */
    private record Served(double hits, long loads, Percentiles times) {

        void print(PrintStream out, String node) {
            out.printf(
                    ROW,
                    node,
                    "%.1f %%".formatted(100 * hits),
                    "%,d".formatted(loads),
                    Summary.duration(times.p50()),
                    Summary.duration(times.p99()));
        }
    }

    /** A node: a cache on the heap, before the catalogue, and the recorder of its profile. */
    private record Restarting(Terrace terrace, ProfileRecorder<Long> recorder, Cache<Long, Product> cache)
            implements AutoCloseable {

        static Restarting start(Catalogue catalogue, Path profile, long room) {
            Terrace terrace = Terrace.builder("shop").build();
            ProfileRecorder<Long> recorder = ProfileRecorder.builder("products", Long.class, terrace.host())
                    .store(ProfileStore.file(profile))
                    .build();
            Cache<Long, Product> cache = terrace.cache("products", Long.class, Product.class)
                    .heap(heap -> heap.maximumSize(room))
                    .loader((id, load) -> catalogue.find(id))
                    .observer(recorder)
                    .build();
            return new Restarting(terrace, recorder, cache);
        }

        Served serve(Workload workload, int from, int until) {
            CacheStats before = cache.stats();
            Samples times = new Samples();
            for (int request = from; request < until; request++) {
                long began = System.nanoTime();
                cache.get(workload.id(workload.product(request)));
                times.add(System.nanoTime() - began);
            }
            CacheStats after = cache.stats();
            return new Served(
                    (double) (after.hits() - before.hits()) / Math.max(1, until - from),
                    after.loads() - before.loads(),
                    times.percentiles());
        }

        @Override
        public void close() {
            recorder.close();
            terrace.close();
        }
    }

    /** Returns whether the warm node was nearer to the one that did not restart than the cold one. */
    boolean run() throws IOException, SQLException, InterruptedException {
        Input input = Input.of(options);
        Workload workload = input.workload();
        int half = workload.requests() / 2;
        int until = half + (int) Math.max(1, (workload.requests() - half) * FIRST);
        long room = Math.max(1, workload.products() / 4);
        RunDirectory directory = RunDirectory.create();
        Path profile = directory.path().resolve("products.profile");
        Path restart = directory.path().resolve("restart.profile");
        try (CatalogueServer server = CatalogueServer.start(workload.ids());
                Catalogue catalogue = new Catalogue(server.url())) {
            out.printf(
                    "Input: %s. One node serves %,d requests for %,d products, with room for %,d, and records which are read%n",
                    input.source(), half, workload.products(), room);
            Served before;
            try (Restarting node = Restarting.start(catalogue, profile, room)) {
                node.serve(workload, 0, half);
                node.recorder().save();
                Files.copy(profile, restart); // what the node learns after it is not known to one that restarts there
                before = node.serve(workload, half, until);
            }
            out.printf("It restarts, and warms itself from its profile before it serves%n");
            Served warm;
            try (Restarting node = Restarting.start(catalogue, restart, room)) {
                WarmProgress progress = warm(node, room);
                out.printf("  %s%n", progress);
                warm = node.serve(workload, half, until);
            }
            Served cold;
            try (Restarting node = Restarting.start(catalogue, directory.path().resolve("none"), room)) {
                cold = node.serve(workload, half, until);
            }
            out.printf("%nThe first %,d requests after the restart%n", until - half);
            out.printf(ROW, "", "heap hits", "loads", "p50", "p99");
            before.print(out, "as if it had not restarted");
            warm.print(out, "restarted, warming on");
            cold.print(out, "restarted, warming off");
            out.printf(
                    "Warming on reaches %.0f %% of the hit ratio without a restart, warming off %.0f %%%n",
                    100 * warm.hits / before.hits, 100 * cold.hits / before.hits);
            return warm.hits >= cold.hits;
        } finally {
            directory.delete();
        }
    }

    private WarmProgress warm(Restarting node, long room) throws InterruptedException {
        AtomicReference<Progress> bar = new AtomicReference<>();
        return Warming.of(node.cache(), node.terrace().host())
                .onProgress(progress -> show(bar, progress, room))
                .build()
                .start(node.recorder().profile())
                .await(PATIENCE);
    }

    /** Draws the bar; called by one thread at a time. */
    private void show(AtomicReference<Progress> bar, WarmProgress progress, long room) {
        long now = System.nanoTime();
        Progress shown = bar.get();
        if (shown == null) {
            long total = Math.min(room, progress.done() + Math.max(0, progress.remaining()));
            shown = new Progress(out, terminal, "keys", total, now);
            bar.set(shown);
        }
        if (progress.state().isOver()) {
            shown.end(progress.done(), "warm", now);
        } else {
            shown.show(progress.done(), "warming", now);
        }
    }
}
