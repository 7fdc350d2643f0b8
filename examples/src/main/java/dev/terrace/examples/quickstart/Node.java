package dev.terrace.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * What is said between the coordinator and a node, over the node's standard streams:
 *
 *   node         ready <nanoTime>     the caches are built; the clock is to be compared
 *   coordinator  start <nanoTime>     when the first request is due
 *   node         served               no request is left
 *   coordinator  report
 *   node         reported             the report is written
 *   coordinator  (end of input)       close the caches and end
 *
 * An end of input at any other time means that the coordinator is no more: the node ends at once.
 */
/** One of the processes that serve: its main class. */
final class Node {

    private Node() {}

    public static void main(String[] arguments) throws Exception {
        RunDirectory directory = new RunDirectory(Path.of(arguments[0]));
        int number = Integer.parseInt(arguments[1]);
        Run run = directory.run();
        Workload workload = Workload.read(directory.requests());
        ChangePlan plan = new ChangePlan(workload, run.seed());
        Board board = Board.open(directory.board(), run.allThreads(), plan.changes());
        StaleJudge judge = new StaleJudge(board, plan);

        try (Catalogue catalogue = new Catalogue(run.catalogueUrl());
                Products products = new Products(run.redisUri(), directory.cache(), catalogue)) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            say("ready " + System.nanoTime());
            Pace pace = new Pace(
                    Long.parseLong(heard(in, "start ")), TimeUnit.SECONDS.toNanos(run.seconds()), workload.requests());
            Shop shop = new Shop(number, run, workload, plan, board, judge, catalogue, products, pace, new Samples());
            CompletableFuture<Outcome> outcome = serve(shop);
            heard(in, "report");
            directory.report(number, shop.report(outcome.join()));
            say("reported");
            in.readLine();
        }
    }

    private static CompletableFuture<Outcome> serve(Shop shop) {
        int threads = shop.run().threads();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        AtomicInteger turns = new AtomicInteger();
        List<CompletableFuture<Outcome>> clerks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = shop.number() * threads + i;
            Clerk clerk = new Clerk(shop, turns, count -> shop.board().served(thread, count));
            clerks.add(CompletableFuture.supplyAsync(clerk, executor));
        }
        executor.shutdown();
        return CompletableFuture.allOf(clerks.toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    say("served");
                    return clerks.stream().map(CompletableFuture::join).reduce(Outcome.NONE, Outcome::plus);
                })
                .whenComplete((outcome, failure) -> {
                    if (failure != null) {
                        failure.printStackTrace();
                        Runtime.getRuntime().halt(1);
                    }
                });
    }

    /** The rest of a line that begins so; whatever else is heard, the coordinator is no more. */
    private static String heard(BufferedReader in, String beginning) throws IOException {
        String line = in.readLine();
        if (line == null || !line.startsWith(beginning)) {
            Runtime.getRuntime().halt(1);
            throw new IllegalStateException("halted");
        }
        return line.substring(beginning.length());
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
