package dev.terrace.examples.quickstart;

import dev.terrace.testkit.RedisServer;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs the servers and the nodes, watches them, and says what came of it. Not thread-safe. */
final class Coordinator {

    private static final int NODES = 2;
    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(50);
    /** From the moment at which all nodes are ready to the first request. */
    private static final long LEAD = TimeUnit.MILLISECONDS.toNanos(200);
    /** In which the last invalidations reach the other node, before the counts are taken. */
    private static final long SETTLE = TimeUnit.SECONDS.toNanos(1);

    private final Options options;
    private final PrintStream out;
    private final boolean terminal;

    Coordinator(Options options, PrintStream out, boolean terminal) {
        this.options = options;
        this.out = out;
        this.terminal = terminal;
    }

    /** Returns whether all went well. */
    boolean run() throws IOException, SQLException, InterruptedException {
        Input input = Input.of(options);
        Workload workload = input.workload();
        ChangePlan plan = new ChangePlan(workload, options.seed());
        out.printf(
                "Input: %,d requests for %,d products, %s%nStarting Redis, the catalogue and %d nodes%n",
                workload.requests(), workload.products(), input.source(), NODES);
        RunDirectory directory = RunDirectory.create();
        List<NodeProcess> nodes = new ArrayList<>();
        Thread onExit = new Thread(() -> clean(nodes, directory), "quickstart-exit");
        Runtime.getRuntime().addShutdownHook(onExit);
        try (RedisServer redis = RedisServer.launch();
                CatalogueServer catalogue = CatalogueServer.start(workload.ids())) {
            Run run =
                    new Run(redis.uri(), catalogue.url(), NODES, options.threads(), options.seconds(), options.seed());
            workload.write(directory.requests());
            directory.run(run);
            Board board = Board.open(directory.board(), run.allThreads(), plan.changes());
            launch(nodes, directory);
            Outage outage = new Outage(redis, board, options);
            long took = serve(nodes, board, outage, workload.requests());
            List<NodeReport> reports = reports(nodes, directory);
            Summary summary = new Summary(input, plan, reports, outage.description(), took);
            summary.print(out);
            if (!summary.isGood()) {
                nodes.forEach(node -> out.println(node.log()));
            }
            for (NodeProcess node : nodes) {
                node.end();
            }
            return summary.isGood();
        } finally {
            clean(nodes, directory);
            forget(onExit);
        }
    }

    private static void launch(List<NodeProcess> nodes, RunDirectory directory)
            throws IOException, InterruptedException {
        synchronized (nodes) {
            for (int number = 0; number < NODES; number++) {
                nodes.add(NodeProcess.launch(directory, number));
            }
        }
        for (NodeProcess node : nodes) {
            node.awaitReady();
        }
    }

    /** Answers how long it took, in nanoseconds. */
    private long serve(List<NodeProcess> nodes, Board board, Outage outage, int requests)
            throws IOException, InterruptedException {
        long start = System.nanoTime() + LEAD;
        for (NodeProcess node : nodes) {
            node.start(start);
        }
        Progress progress = new Progress(out, terminal, requests, start);
        while (!haveServed(nodes)) {
            LockSupport.parkNanos(GLANCE);
            long served = board.served();
            outage.step((double) served / requests);
            progress.show(served, outage.isNow() ? "Redis is down" : "Redis is up", System.nanoTime());
        }
        long end = System.nanoTime();
        progress.end(board.served(), outage.isNow() ? "Redis is down" : "Redis is up", end);
        return end - start;
    }

    private static boolean haveServed(List<NodeProcess> nodes) throws InterruptedException {
        boolean all = true;
        for (NodeProcess node : nodes) {
            all &= node.hasServed();
        }
        return all;
    }

    private static List<NodeReport> reports(List<NodeProcess> nodes, RunDirectory directory)
            throws IOException, InterruptedException {
        LockSupport.parkNanos(SETTLE);
        List<NodeReport> reports = new ArrayList<>();
        for (int number = 0; number < nodes.size(); number++) {
            nodes.get(number).report();
            reports.add(directory.report(number));
        }
        return reports;
    }

    private static void clean(List<NodeProcess> nodes, RunDirectory directory) {
        synchronized (nodes) {
            nodes.forEach(NodeProcess::kill);
        }
        directory.delete();
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // It runs already; what it does may be done twice.
            return;
        }
    }
}
