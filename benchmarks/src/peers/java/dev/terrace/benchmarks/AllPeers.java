package dev.terrace.benchmarks;

import java.util.List;

/** Everything that is measured beside peers. Stateless. */
public final class AllPeers implements Peers {

    /** For the service loader. */
    public AllPeers() {}

    @Override
    public List<Suite> suites() {
        return List.of(FlagPeers.SUITE, FlagConditionPeers.SUITE);
    }

    @Override
    public List<Experiment> experiments() {
        return List.of();
    }
}
