package dev.terrace.benchmarks;

import java.io.IOException;
import java.util.List;

/** What is measured beside peers on Redis, and the main class of the processes that do it. Stateless. */
public final class FarPeers {

    static final List<Experiment> EXPERIMENTS =
            List.of(RedisPeers.ONE, RedisPeers.BULK, Storm.EXPERIMENT, StalePeers.EXPERIMENT);

    private FarPeers() {}

    /**
     * Does a duty until its input ends.
     *
     * @param arguments the duty's name, then what it needs
     * @throws IOException if its input fails
     */
    public static void main(String[] arguments) throws IOException {
        Peer.serve(() -> switch (arguments[0]) {
            case FarReader.NAME -> FarReader.open(arguments[1]);
            case StormNode.NAME -> StormNode.open(arguments[1]);
            case StaleObserver.NAME -> StaleObserver.open(arguments[1], arguments[2]);
            default -> throw new IllegalArgumentException("no such duty: " + arguments[0]);
        });
    }
}
