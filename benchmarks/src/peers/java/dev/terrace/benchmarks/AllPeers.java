package dev.terrace.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** Everything that is measured beside peers. Stateless. */
public final class AllPeers implements Peers {

    /** For the service loader. */
    public AllPeers() {}

    @Override
    public List<Suite> suites() {
        return List.of(HeapPeers.SUITE, MissPeers.SUITE, FlagPeers.SUITE, FlagConditionPeers.SUITE);
    }

    @Override
    public List<Experiment> experiments() {
        return Stream.concat(Stream.of(PeerHolder.EXPERIMENT), FarPeers.EXPERIMENTS.stream())
                .toList();
    }
}
