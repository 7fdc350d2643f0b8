package dev.terrace.benchmarks;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Measurements that need other libraries than those that Terrace is built of. Found by {@link ServiceLoader}: an ordinary
 * build neither compiles nor downloads them, the profile {@code peers} does.
 */
public interface Peers {

    /** What JMH runs beside peers. */
    List<Suite> suites();

    /** What is measured beside peers outside JMH. */
    List<Experiment> experiments();

    /** Ours, then those of the peers that are here. */
    static List<Suite> andSuites(Suite... ours) {
        return Stream.concat(Stream.of(ours), here().flatMap(peers -> peers.suites().stream()))
                .toList();
    }

    /** Ours, then those of the peers that are here. */
    static List<Experiment> andExperiments(Experiment... ours) {
        return Stream.concat(Stream.of(ours), here().flatMap(peers -> peers.experiments().stream()))
                .toList();
    }

    private static Stream<Peers> here() {
        return ServiceLoader.load(Peers.class).stream().map(ServiceLoader.Provider::get);
    }
}
