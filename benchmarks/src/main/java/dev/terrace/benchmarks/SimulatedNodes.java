package dev.terrace.benchmarks;

import dev.terrace.benchmarks.MemoryLog.Client;
import dev.terrace.benchmarks.MemoryLog.Traffic;
import dev.terrace.cache.Terrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many nodes in one process, on a time that passes as told, which does not depend on the machine. Stateless. */
final class SimulatedNodes {

    private static final int RETAINED = 1_000_000;
    private static final int NAMES = 1_000;
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private SimulatedNodes() {}

    /**
     * What each of some nodes asked and heard in a second, on the average.
     *
     * @param nodes how many there are
     * @param reads reads of the log
     * @param beats writes that say that one is there
     * @param pushes messages about invalidations
     * @param bytes of the names and sequences that they heard or read
     * @param current how many of them know everything in the end
     */
    record Share(int nodes, double reads, double beats, double pushes, double bytes, int current) {}

    /** Follows a log for some seconds into which one node more writes. */
    static Share share(int nodes, int seconds, int perSecond) {
        ReplayTime time = new ReplayTime();
        MemoryLog log = new MemoryLog(RETAINED);
        List<Client> clients = new ArrayList<>();
        List<Terrace> terraces = new ArrayList<>();
        try (Terrace writer = node(time, log.client())) {
            for (int i = 0; i < nodes; i++) {
                Client client = log.client();
                clients.add(client);
                terraces.add(node(time, client));
            }
            time.pass(SETTLING);
            Traffic[] before = clients.stream().map(Client::traffic).toArray(Traffic[]::new);
            Duration period = Duration.ofSeconds(1).dividedBy(perSecond);
            for (int i = 0; i < seconds * perSecond; i++) {
                writer.invalidateDependencyAsync("name:" + i % NAMES);
                time.pass(period);
            }
            double reads = 0;
            double beats = 0;
            double pushes = 0;
            double bytes = 0;
            for (int i = 0; i < nodes; i++) {
                Traffic own = clients.get(i).traffic().minus(before[i]);
                reads += own.reads();
                beats += own.beats();
                pushes += own.pushes();
                bytes += own.bytes();
            }
            time.pass(SETTLING);
            long end = log.sequence();
            int current = (int) terraces.stream()
                    .filter(terrace -> terrace.logStats().sequence() == end)
                    .count();
            double each = (double) nodes * seconds;
            return new Share(nodes, reads / each, beats / each, pushes / each, bytes / each, current);
        } finally {
            terraces.forEach(Terrace::close);
        }
    }

    private static Terrace node(ReplayTime time, Client client) {
        return Terrace.builder("simulated")
                .log(client)
                .time(time)
                .executor(Runnable::run)
                .awaitLog(Duration.ZERO)
                .build();
    }
}
